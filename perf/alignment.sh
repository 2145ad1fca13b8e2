#!/bin/bash
# Times the alignment groups beside the tools they stand for, on one file and in one run.
#
#   perf/alignment.sh [BAM]      a coordinate-sorted, indexed BAM; without it one is generated
#
# The commands take turns, ROUNDS times (default 5), so that a busy machine slows all of them alike.
# Writes perf/<date>-alignment/: machine and versions, commands, raw seconds, medians and ratios.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
rounds=${ROUNDS:-5}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. perf/timing.sh
install_tools samtools mosdepth

# Pairs of 2 x 101 bases over 75 Mb, 300 bases apart, a fifth of the reads with clips or gaps.
generate() {
  awk -v pairs="${PAIRS:-1200000}" 'BEGIN {
    srand(1); split("A C G T", base, " "); split("F : , #", quality, " ")
    for (i = 0; i < 65536; i++) {
      bases = bases base[int(rand() * 4) + 1]
      marks = marks quality[rand() < 0.8 ? 1 : int(rand() * 4) + 1]
    }
    split("101M 101M 101M 101M 101M 101M 101M 60M2D41M 40M1I60M 10S91M", shapes, " ")
    print "@HD\tVN:1.6\tSO:unsorted\n@SQ\tSN:chr1\tLN:60000000\n@SQ\tSN:chr2\tLN:15000000"
    for (n = 0; n < pairs; n++) {
      contig = rand() < 0.8 ? "chr1" : "chr2"
      insert = int(200 + rand() * 200)
      first = 1 + int(rand() * ((contig == "chr1" ? 60000000 : 15000000) - insert - 1))
      second = first + insert - 101
      name = "A00123:45:HXXYYDSXX:1:" int(1101 + rand() * 1500) ":" int(rand() * 32000) ":" n
      extra = rand() < 0.05 ? 1024 : 0
      for (end = 0; end < 2; end++) {
        at = int(rand() * 65000)
        printf "%s\t%d\t%s\t%d\t60\t%s\t=\t%d\t%d\t%s\t%s\tNM:i:1\n", name, \
          (end ? 147 : 99) + extra, contig, end ? second : first, \
          end ? "101M" : shapes[1 + int(rand() * 10)], end ? first : second, \
          end ? -insert : insert, substr(bases, at + 1, 101), substr(marks, at + 1, 101)
      }
    }
  }' | samtools sort -m 500M -o "$1" -
  samtools index "$1"
}

bam=${1:-}
if [ -z "$bam" ]; then
  bam=$work/reads.bam
  generate "$bam"
fi

make -C "$root" build >/dev/null
chordae=$root/.build/release/chordae
out=$root/perf/$(date +%Y-%m-%d)-alignment
mkdir -p "$out"

# A reference of the file's contigs for GA4GH's territory: no N, one stretch of bases repeated.
samtools view -H "$bam" | awk -F'\t' '/^@SQ/ {
    for (i = 2; i <= NF; i++) { if ($i ~ /^SN:/) name = substr($i, 4); if ($i ~ /^LN:/) n = substr($i, 4) + 0 }
    if (line == "") { srand(2); for (i = 0; i < 60; i++) line = line substr("ACGT", int(rand() * 4) + 1, 1) }
    print ">" name; for (; n >= 60; n -= 60) print line; if (n > 0) print substr(line, 1, n)
  }' >"$work/reference.fa"
samtools faidx "$work/reference.fa"

# The whole command each time, manifest to dataset.
printf 'patient_id,alignment\np1,%s\n' "$(realpath "$bam")" >"$work/manifest.csv"
printf 'patient_id,alignment,reference\np1,%s,%s\n' "$(realpath "$bam")" "$work/reference.fa" \
  >"$work/with_reference.csv"
extract() { # manifest, workers, then the groups' flags
  echo "rm -rf $work/o; $chordae extract $work/$1.csv -o $work/o --quiet --workers $2 $3"
}
both() { echo "$1 & $1 & wait"; }
cat >"$work/commands" <<END
samtools_view_c	samtools view -c $bam
samtools_flagstat	samtools flagstat $bam
samtools_stats	samtools stats $bam
samtools_depth_s	samtools depth -s $bam
mosdepth	mosdepth $work/m $bam
mosdepth_n	mosdepth -n $work/m $bam
samtools_view_c_twice_at_once	$(both "samtools view -c $bam")
chordae_flagstat	$(extract manifest 1 "--groups aln.flagstat")
chordae_default	$(extract manifest 1 "")
chordae_default_and_ga4gh	$(extract with_reference 1 "--groups aln.flagstat,aln.stats,aln.coverage,aln.depth,aln.target,aln.genes,aln.mt,aln.sex,aln.index,ga4gh")
chordae_all_groups	$(extract with_reference 1 "--groups aln,ga4gh")
chordae_default_2_workers	$(extract manifest 2 "")
chordae_index_only	$(extract manifest 1 "--groups aln.index")
END

cat "$bam" >/dev/null # into the page cache
time_rounds

{
  describe_machine
  samtools --version | head -2
  mosdepth --version
  echo "input: $(stat -c %s "$bam") bytes, $(samtools view -c "$bam") records"
} >"$out/machine.txt"
sed "s#$bam#reads.bam#g; s#$work#WORK#g; s#$root/##g" "$work/commands" >"$out/commands.tsv"

{
  echo "Medians of $rounds rounds, in seconds; ratios of medians."
  echo
  echo "| command | wall | / samtools view -c | / mosdepth -n | processor | / samtools view -c |"
  echo "|---|---|---|---|---|---|"
  medians | awk '{ name[NR] = $1; wall[NR] = $2; cpu[NR] = $3; w[$1] = $2; c[$1] = $3 }
    END { for (i = 1; i <= NR; i++) printf "| %s | %.3f | %.2f | %.2f | %.3f | %.2f |\n", name[i], \
      wall[i], wall[i] / w["samtools_view_c"], wall[i] / w["mosdepth_n"], cpu[i], \
      cpu[i] / c["samtools_view_c"] }'
  w() { median "$1" 3; }
  awk -v one="$(w samtools_view_c)" -v two="$(w samtools_view_c_twice_at_once)" \
    -v a="$(w chordae_default)" -v b="$(w chordae_default_2_workers)" \
    -v g="$(w chordae_default_and_ga4gh)" -v m="$(w mosdepth_n)" -v all="$(w chordae_all_groups)" \
    -v sum="$(awk "BEGIN { print $(w samtools_flagstat) + $(w samtools_stats) + \
      $(w samtools_depth_s) + $(w mosdepth) }")" 'BEGIN {
    print ""
    print "| asked | limit | reached |"
    print "|---|---|---|"
    printf "| default groups / samtools view -c | 1.40 | %.2f |\n", a / one
    printf "| default groups / mosdepth -n | 0.60 | %.2f |\n", a / m
    printf "| with GA4GH / samtools view -c | 2.00 | %.2f |\n", g / one
    printf "| all groups / (flagstat + stats + depth -s + mosdepth) | 0.20 | %.2f |\n", all / sum
    printf "| gain of 2 workers / gain of two samtools view -c at once | 0.90 | %.2f (%.2f / %.2f) |\n", \
      (a / b) / (2 * one / two), a / b, 2 * one / two }'
  cat <<'END'

Where the comparison is unfair: `samtools view -c` computes nothing, it is the floor that decoding
sets. mosdepth writes files and, per base, a distribution that is not asked of us; it holds a whole
contig in memory, where we hold a window. All read from the page cache with one thread; on a cold
disk the disk decides. On a machine that does other work the wall times are those of the queue: then
only the processor times compare. Reads that this script generates are shallow (about 3x) and regular,
with one tag each: real data spend other shares of the time on inflating.
END
} >"$out/README.md"
cat "$out/README.md"

# The medians as bars, for those who would rather look than read.
awk -F' *\\| *' '/^\| [a-z]/ && $2 != "command" { name[++n] = $2; wall[n] = $3; if ($3 > most) most = $3 }
  END {
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"%d\" ", 40 + 26 * n
    print "font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">"
    print "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
    print "<text x=\"10\" y=\"20\">Wall time, median, seconds; one file, one thread</text>"
    for (i = 1; i <= n; i++) {
      y = 34 + 26 * (i - 1); fill = name[i] ~ /^chordae/ ? "#b03a48" : "#9aa5b1"
      printf "<text x=\"10\" y=\"%d\">%s</text>", y + 14, name[i]
      printf "<rect x=\"170\" y=\"%d\" width=\"%d\" height=\"18\" fill=\"%s\"/>", y, 380 * wall[i] / most, fill
      printf "<text x=\"%d\" y=\"%d\">%.2f</text>\n", 178 + 380 * wall[i] / most, y + 14, wall[i]
    }
    print "</svg>"
  }' "$out/README.md" >"$out/plot.svg"
