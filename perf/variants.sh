#!/bin/bash
# Times the reading of call sets beside the tools that read them, on one file and in one run.
#
#   perf/variants.sh [COHORT.vcf.gz [GVCF.vcf.gz]]   what is not named is generated: a cohort of 2,500
#                                                    samples and the gVCF of one
#
# The commands take turns, ROUNDS times (default 5), so that a busy machine slows all of them alike.
# RECORDS and GVCF_RECORDS say how long the generated files are (default 20,000 and 1,000,000).
# Writes perf/<date>-variants[-LABEL]/: machine and versions, commands, raw seconds, medians, ratios.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
rounds=${ROUNDS:-5}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. perf/timing.sh
install_tools bcftools tabix plink2
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q cyvcf2==0.35.0
cat >"$work/loop.py" <<END
import sys
from cyvcf2 import VCF
print(sum(int((record.gt_types == 1).sum()) for record in VCF(sys.argv[1])))
END

# Phased genotypes of 2,500 samples and nothing else; most alleles are rare, 3 % of the rows multiallelic.
generate_cohort() {
  awk -v records="${RECORDS:-20000}" 'BEGIN {
    srand(1)
    print "##fileformat=VCFv4.2\n##contig=<ID=1,length=248956422>"
    print "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">"
    printf "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT"
    for (i = 0; i < 2500; i++) printf "\tS%d", i
    print ""
    for (n = 1; n <= records; n++) {
      position += 1 + int(rand() * 500)
      frequency = rand() ^ 6
      printf "1\t%d\t.\tA\t%s\t100\tPASS\t.\tGT", position, rand() < 0.03 ? "G,T" : "G"
      for (i = 0; i < 2500; i++) printf "\t%d|%d", rand() < frequency, rand() < frequency
      print ""
    }
  }' | bgzip -c >"$1"
}

# One sample as HaplotypeCaller writes it: six blocks of a few bases to a called variant.
generate_gvcf() {
  awk -v records="${GVCF_RECORDS:-1000000}" 'BEGIN {
    srand(2); split("A C G T", base, " ")
    print "##fileformat=VCFv4.2\n##contig=<ID=1,length=248956422>"
    print "##FILTER=<ID=LowQual,Description=\"d\">"
    print "##INFO=<ID=END,Number=1,Type=Integer,Description=\"d\">"
    split("DP MLEAC MLEAF MQ BaseQRankSum ReadPosRankSum", info, " ")
    for (i = 1; i <= 6; i++)
      printf "##INFO=<ID=%s,Number=1,Type=%s,Description=\"d\">\n", info[i], i < 3 ? "Integer" : "Float"
    print "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"d\">"
    print "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"d\">"
    print "##FORMAT=<ID=PL,Number=G,Type=Integer,Description=\"d\">"
    split("DP GQ MIN_DP", whole, " ")
    for (i = 1; i <= 3; i++) printf "##FORMAT=<ID=%s,Number=1,Type=Integer,Description=\"d\">\n", whole[i]
    print "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS0"
    position = 10000
    for (n = 1; n <= records; n++) {
      depth = 20 + int(rand() * 30); letter = base[1 + int(rand() * 4)]
      if (n % 7 == 0) {
        other = letter == "A" ? "G" : "A"
        printf "1\t%d\t.\t%s\t%s,<NON_REF>\t%d.77\t.\tBaseQRankSum=0.%d;DP=%d;MLEAC=1,0;MLEAF=0.500,0.00;MQ=60.00;ReadPosRankSum=-0.%d\t", \
          position, letter, other, 100 + int(rand() * 900), int(rand() * 999), depth, int(rand() * 999)
        printf "GT:AD:DP:GQ:PL\t0/1:%d,%d,0:%d:99:%d,0,%d,%d,%d,%d\n", int(depth / 2), depth - int(depth / 2), \
          depth, 20 * depth, 21 * depth, 22 * depth, 23 * depth, 43 * depth
        position += 1
      } else {
        length_ = 1 + int(rand() * 60)
        printf "1\t%d\t.\t%s\t<NON_REF>\t.\t.\tEND=%d\tGT:DP:GQ:MIN_DP:PL\t0/0:%d:%d:%d:0,%d,%d\n", \
          position, letter, position + length_ - 1, depth, 2 * depth, depth - 3, 2 * depth, 30 * depth
        position += length_
      }
    }
  }' | bgzip -c >"$1"
}

# Scores over a tenth of the sites each: as scoring files, and the first ten as plink2's columns.
generate_scores() { # sites, number of scores, folder
  mkdir -p "$3"
  awk -v scores="$2" -v folder="$3" 'BEGIN { srand(3) }
    { chromosome[NR] = $1; position[NR] = $2; other[NR] = $3; effect[NR] = $4 }
    END {
      for (s = 1; s <= scores; s++) {
        file = sprintf("%s/PGS%06d.txt", folder, s)
        printf "#format_version=2.0\n#pgs_id=PGS%06d\n#genome_build=GRCh38\n", s >file
        print "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight" >file
        for (n = 1; n <= NR; n++) if (rand() < 0.1)
          printf "%s\t%s\t%s\t%s\t%.6f\n", chromosome[n], position[n], effect[n], other[n], rand() - 0.5 >file
        close(file)
      }
    }' "$1"
}

cohort=${1:-}
if [ -z "$cohort" ]; then
  cohort=$work/cohort.vcf.gz
  generate_cohort "$cohort"
fi
gvcf=${2:-}
if [ -z "$gvcf" ]; then
  gvcf=$work/gvcf.vcf.gz
  generate_gvcf "$gvcf"
fi
bcftools view -Ob -o "$work/cohort.bcf" "$cohort"

make -C "$root" build >/dev/null
chordae=$root/.build/release/chordae
out=$root/perf/$(date +%Y-%m-%d)-variants${LABEL:+-$LABEL}
mkdir -p "$out"

bcftools view -H -m2 -M2 -v snps -G "$cohort" | cut -f1,2,4,5 >"$work/sites"
bcftools view -H -G "$gvcf" | awk 'BEGIN { OFS = "\t" } { split($5, alternates, ",")
  a = alternates[1]; if (a ~ /^</) a = $4 == "A" ? "G" : "A"; print $1, $2, substr($4, 1, 1), a }' |
  awk '$3 != $4 && length($4) == 1' >"$work/gvcf_sites"
generate_scores "$work/sites" 10 "$work/ten"
generate_scores "$work/sites" 1000 "$work/thousand"
generate_scores "$work/gvcf_sites" 10 "$work/gvcf_ten"
for bundle in ten thousand gvcf_ten; do
  "$chordae" scores compile "$work/$bundle" -o "$work/$bundle.scores" >/dev/null 2>&1
done
# plink2 takes the ten as columns of one table, by the variants' places.
cat "$work"/ten/*.txt | awk 'BEGIN { OFS = "\t" } /^#pgs_id/ { score++ } /^[^#c]/ {
    key = $1 ":" $2; if (!(key in effect)) { effect[key] = $3; order[++n] = key } weight[key, score] = $5 }
  END { for (i = 1; i <= n; i++) { line = order[i] OFS effect[order[i]]
    for (s = 1; s <= 10; s++) line = line OFS ((order[i], s) in weight ? weight[order[i], s] : 0)
    print line } }' >"$work/plink.tsv"

# All samples of a file, each a patient of one call set.
manifest() { # file, the manifest's column
  echo "patient_id,$2,sample"
  bcftools query -l "$1" | while read -r name; do echo "$name,$(realpath "$1"),$name"; done
}
manifest "$cohort" variants >"$work/cohort.csv"
manifest "$work/cohort.bcf" variants >"$work/bcf.csv"
manifest "$gvcf" gvcf >"$work/gvcf.csv"
extract() { # manifest, workers, further flags
  echo "rm -rf $work/o; $chordae extract $work/$1.csv -o $work/o --quiet --workers $2 $3"
}
both() { echo "$1 & $1 & wait"; }
plink="plink2 --threads 1 --allow-extra-chr --out $work/p"
cat >"$work/commands" <<END
bgzip_dc	bgzip -dc $cohort
bgzip_dc_twice_at_once	$(both "bgzip -dc $cohort")
bcftools_view	bcftools view -Ou $cohort
bcftools_stats	bcftools stats -s - $cohort
bcftools_stats_bcf	bcftools stats -s - $work/cohort.bcf
cyvcf2_gt_types	$work/venv/bin/python $work/loop.py $cohort
chordae_stats	$(extract cohort 1 "--groups var.stats")
chordae_stats_2_workers	$(extract cohort 2 "--groups var.stats")
chordae_stats_bcf	$(extract bcf 1 "--groups var.stats")
plink2_10_scores	$plink --vcf $cohort --set-all-var-ids @:# --max-alleles 2 --make-pgen && $plink --pfile $work/p --score $work/plink.tsv 1 2 --score-col-nums 3-12
chordae_10_scores	$(extract cohort 1 "--groups pgs --scores $work/ten.scores")
chordae_1000_scores	$(extract cohort 1 "--groups pgs --scores $work/thousand.scores")
gvcf_bgzip_dc	bgzip -dc $gvcf
gvcf_bcftools_view	bcftools view -Ou $gvcf
gvcf_chordae_default	$(extract gvcf 1 "")
gvcf_chordae_default_and_10_scores	$(extract gvcf 1 "--scores $work/gvcf_ten.scores")
END

cat "$cohort" "$work/cohort.bcf" "$gvcf" >/dev/null # into the page cache
time_rounds

{
  describe_machine
  bcftools --version | head -2
  plink2 --version
  for file in "$cohort" "$work/cohort.bcf" "$gvcf"; do
    echo "$(basename "$file"): $(stat -c %s "$file") bytes, $(bcftools query -l "$file" | wc -l) samples"
  done
} >"$out/machine.txt"
sed "s#$cohort#cohort.vcf.gz#g; s#$gvcf#gvcf.vcf.gz#g; s#$work#WORK#g; s#$root/##g" "$work/commands" \
  >"$out/commands.tsv"

{
  echo "Medians of $rounds rounds, in seconds."
  echo
  echo "| command | wall | processor |"
  echo "|---|---|---|"
  medians | awk '{ printf "| %s | %.3f | %.3f |\n", $1, $2, $3 }'
  w() { median "$1" 3; }
  c() { median "$1" 4; }
  echo
  echo "| asked, of processor time | limit | reached |"
  echo "|---|---|---|"
  ratio() { # what, limit, seconds, of seconds
    awk -v what="$1" -v limit="$2" -v a="$3" -v b="$4" \
      'BEGIN { printf "| %s | %s | %.2f |\n", what, limit, a / b }'
  }
  ratio "bcftools stats / statistics of the cohort" "10 or more" "$(c bcftools_stats)" "$(c chordae_stats)"
  ratio "a loop of cyvcf2 / statistics of the cohort" "15 or more" "$(c cyvcf2_gt_types)" "$(c chordae_stats)"
  ratio "statistics of the cohort / bgzip -dc" "2.5 or less" "$(c chordae_stats)" "$(c bgzip_dc)"
  ratio "bcftools stats of BCF / statistics from BCF" "8 or more" "$(c bcftools_stats_bcf)" "$(c chordae_stats_bcf)"
  ratio "plink2 / 10 scores of the cohort" "4 or more" "$(c plink2_10_scores)" "$(c chordae_10_scores)"
  ratio "1,000 scores / 10 scores" "5 or less" "$(c chordae_1000_scores)" "$(c chordae_10_scores)"
  ratio "bcftools view / gVCF, default groups and 10 scores" "3 or more" "$(c gvcf_bcftools_view)" \
    "$(c gvcf_chordae_default_and_10_scores)"
  ratio "the same without scores" "" "$(c gvcf_bcftools_view)" "$(c gvcf_chordae_default)"
  awk -v one="$(w bgzip_dc)" -v two="$(w bgzip_dc_twice_at_once)" -v a="$(w chordae_stats)" \
    -v b="$(w chordae_stats_2_workers)" 'BEGIN {
      printf "| gain of 2 workers / of two bgzip -dc at once, wall | 0.9 or more | %.2f (%.2f / %.2f) |\n", \
        (a / b) / (2 * one / two), a / b, 2 * one / two }'
  cat <<'END'

Where the comparison is unfair: `bgzip -dc` computes nothing, it is the floor that inflating sets.
The command reads the manifest, writes a dataset of 2,500 rows and seals it, which on a short file is
a good part of its time. plink2 writes the genotypes once for all scores that may come later.
END
} >"$out/README.md"
cat "$out/README.md"
