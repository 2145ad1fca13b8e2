#!/bin/bash
# Times the reading of call sets beside the tools that read them, on one file and in one run.
#
#   perf/variants.sh [COHORT.vcf.gz [GVCF.vcf.gz]]   without a cohort one of 2,500 samples is generated
#
# The commands take turns, ROUNDS times (default 5), so that a busy machine slows all of them alike.
# Writes perf/<date>-variants/: machine and versions, commands, raw seconds, medians and ratios.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
rounds=${ROUNDS:-5}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. perf/timing.sh
install_tools bcftools tabix

# Phased genotypes of 2,500 samples and nothing else; most alleles are rare.
generate() {
  awk -v records="${RECORDS:-8000}" 'BEGIN {
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

cohort=${1:-}
if [ -z "$cohort" ]; then
  cohort=$work/cohort.vcf.gz
  generate "$cohort"
fi
gvcf=${2:-}
bcftools view -Ob -o "$work/cohort.bcf" "$cohort"

make -C "$root" build >/dev/null
chordae=$root/.build/release/chordae
out=$root/perf/$(date +%Y-%m-%d)-variants
mkdir -p "$out"

# All samples of a file, each a patient of one call set.
manifest() {
  echo patient_id,variants,sample
  bcftools query -l "$1" | while read -r name; do echo "$name,$(realpath "$1"),$name"; done
}
manifest "$cohort" >"$work/cohort.csv"
manifest "$work/cohort.bcf" >"$work/bcf.csv"
extract() { # manifest, workers, groups
  echo "rm -rf $work/o; $chordae extract $work/$1.csv -o $work/o --quiet --workers $2 --groups $3"
}
cat >"$work/commands" <<END
bgzip_dc	bgzip -dc $cohort
bcftools_view	bcftools view -Ou $cohort
bcftools_stats	bcftools stats -s - $cohort
bcftools_stats_bcf	bcftools stats -s - $work/cohort.bcf
chordae_stats	$(extract cohort 1 var.stats)
chordae_stats_2_workers	$(extract cohort 2 var.stats)
chordae_stats_bcf	$(extract bcf 1 var.stats)
END
if [ -n "$gvcf" ]; then
  manifest "$gvcf" >"$work/gvcf.csv"
  cat >>"$work/commands" <<END
gvcf_bgzip_dc	bgzip -dc $gvcf
gvcf_bcftools_view	bcftools view -Ou $gvcf
gvcf_chordae_stats	$(extract gvcf 1 var.stats)
END
fi

cat "$cohort" "$work/cohort.bcf" >/dev/null # into the page cache
time_rounds

{
  describe_machine
  bcftools --version | head -2
  echo "input: $(stat -c %s "$cohort") bytes, $(bcftools query -l "$cohort" | wc -l) samples"
} >"$out/machine.txt"
sed "s#$cohort#cohort.vcf.gz#g; s#$work#WORK#g; s#$root/##g" "$work/commands" >"$out/commands.tsv"

{
  echo "Medians of $rounds rounds, in seconds; ratios of medians."
  echo
  echo "| command | wall | processor | processor / bgzip -dc |"
  echo "|---|---|---|---|"
  medians | awk '{ name[NR] = $1; wall[NR] = $2; cpu[NR] = $3; c[$1] = $3 }
    END { for (i = 1; i <= NR; i++) printf "| %s | %.3f | %.3f | %.2f |\n", name[i], wall[i], cpu[i], \
      cpu[i] / c["bgzip_dc"] }'
  cat <<'END'

Where the comparison is unfair: `bgzip -dc` computes nothing, it is the floor that inflating sets.
The command reads the manifest, writes a dataset of 2,500 rows and seals it, which on a short file is
a good part of its time. On a machine that does other work only the processor times compare.
END
} >"$out/README.md"
cat "$out/README.md"
