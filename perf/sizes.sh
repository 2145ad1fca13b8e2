#!/bin/bash
# Times the default alignment groups on generated BAMs of growing size, one worker: seconds a gigabyte
# must not depend on the size. Also writes the peak memory, and that of a contig of 250 Mb.
#
#   perf/sizes.sh [MEGABYTES ...]      default 10 50 200 1000 2000
set -eu
cd "$(dirname "$0")/.."
root=$PWD
sizes=${*:-10 50 200 1000 2000}
make -C "$root" build >/dev/null
chordae=$root/.build/release/chordae
out=$root/perf/$(date +%Y-%m-%d)-sizes
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One piece of sorted reads over 2.5 Mb, some 10 MB when compressed; larger files repeat it, contig after contig, so that all sizes
# have the same reads, depth and ratio of compression.
piece() {
  awk -v pairs=68000 'BEGIN {
    srand(1); split("A C G T", base, " "); split("F : , #", quality, " ")
    for (i = 0; i < 65536; i++) {
      bases = bases base[int(rand() * 4) + 1]
      marks = marks quality[rand() < 0.8 ? 1 : int(rand() * 4) + 1]
    }
    for (n = 0; n < pairs; n++) {
      insert = int(200 + rand() * 200)
      first = 1 + int(rand() * (2500000 - insert - 1))
      second = first + insert - 101
      name = "A00123:45:HXXYYDSXX:1:" int(1101 + rand() * 1500) ":" int(rand() * 32000) ":" n
      for (end = 0; end < 2; end++) {
        at = int(rand() * 65000)
        printf "%s\t%d\tCONTIG\t%d\t60\t101M\t=\t%d\t%d\t%s\t%s\tNM:i:1\n", name, \
          end ? 147 : 99, end ? second : first, end ? first : second, \
          end ? -insert : insert, substr(bases, at + 1, 101), substr(marks, at + 1, 101)
      }
    }
  }' | sort -k4,4n >"$work/piece"
}
piece

generate() { # megabytes, path
  local pieces=$((($1 + 5) / 10))
  {
    printf '@HD\tVN:1.6\tSO:coordinate\n'
    for n in $(seq "$pieces"); do printf '@SQ\tSN:c%d\tLN:2500000\n' "$n"; done
    for n in $(seq "$pieces"); do sed "s/\tCONTIG\t/\tc$n\t/" "$work/piece"; done
  } | samtools view -b -o "$2" -
  samtools index "$2"
}

printf 'megabytes\tround\tseconds\tseconds_per_gigabyte\tpeak_kB\n' >"$out/sizes.tsv"
for size in $sizes; do
  generate "$size" "$work/reads.bam"
  bytes=$(stat -c %s "$work/reads.bam")
  printf 'patient_id,alignment\np1,%s\n' "$work/reads.bam" >"$work/manifest.csv"
  cat "$work/reads.bam" >/dev/null
  for round in 1 2 3 4 5; do
    rm -rf "$work/o"
    /usr/bin/time -o "$work/time" -f '%e %M' "$chordae" extract "$work/manifest.csv" -o "$work/o" \
      --quiet --workers 1 --groups aln
    read -r seconds peak <"$work/time"
    awk -v s="$seconds" -v b="$bytes" -v r="$round" -v p="$peak" \
      'BEGIN { printf "%.0f\t%d\t%.2f\t%.3f\t%d\n", b / 1e6, r, s, s / b * 1e9, p }' \
      >>"$out/sizes.tsv"
  done
done

# One contig of 250 Mb with an intron across it and an amplicon of great depth.
{
  printf '@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:long\tLN:250000000\n'
  printf 'i\t0\tlong\t5\t60\t50M249000000N50M\t*\t0\t0\t*\t*\n'
  for n in $(seq 100000); do printf 'd%d\t0\tlong\t1000000\t60\t100M\t*\t0\t0\t*\t*\n' "$n"; done
} | samtools view -b -o "$work/long.bam" -
samtools index -c "$work/long.bam"
printf 'patient_id,alignment\np1,%s\n' "$work/long.bam" >"$work/manifest.csv"
/usr/bin/time -o "$work/time" -f '%e %M' "$chordae" extract "$work/manifest.csv" -o "$work/o2" \
  --quiet --workers 1 --groups aln
read -r seconds peak <"$work/time"
{
  echo "$(date -u +%Y-%m-%d), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
  echo "Command: chordae extract, all groups of aln, one worker; medians of five rounds."
  sort -s -k1,1n -k4,4n "$out/sizes.tsv" | awk 'NR > 1 && $1 ~ /^[0-9]/ {
    n[$1]++; t[$1, n[$1]] = $4; if ($5 > p[$1]) p[$1] = $5; if (!($1 in seen)) { order[++k] = $1; seen[$1] = 1 } }
    END { for (i = 1; i <= k; i++) printf "%s MB: %.2f s/GB, peak %d MiB\n", order[i], \
      t[order[i], int((n[order[i]] + 1) / 2)], p[order[i]] / 1024 }'
  echo "A contig of 250 Mb with an intron across it and 100,000 reads at one place: $seconds s, peak $((peak / 1024)) MiB"
} | tee "$out/README.md"
