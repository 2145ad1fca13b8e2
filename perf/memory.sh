#!/bin/bash
# Holds the peak memory of a run over many patients against that of a run over few of the same kind.
#
#   perf/memory.sh               100 and 10,000 simulated patients (FEW, MANY)
#
# Writes perf/<date>-memory/: machine, commands, peak memory and seconds of each run, and the ratio.
set -eu
cd "$(dirname "$0")/.."
few=${FEW:-100}
many=${MANY:-10000}
chordae=$PWD/.build/release/chordae
[ -x "$chordae" ] || make build
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=perf/$(date +%Y-%m-%d)-memory
mkdir -p "$out"

"$chordae" simulate --patients "$many" --seed 1 --light --depth 1 --ecg-seconds 5 -o "$work/cohort"
head -n $((few + 1)) "$work/cohort/manifest.csv" > "$work/cohort/few.csv"

# Peak resident memory in kB and seconds of one extraction, as the kernel counts them.
measure() {
  rm -rf "$work/dataset"
  python3 - "$chordae" extract "$work/cohort/$1" -o "$work/dataset" \
    --panel "$work/cohort/panel.bed" --carry age,site -q << 'PYTHON'
import os, resource, subprocess, sys, time
start = time.time()
status = subprocess.call(sys.argv[1:])
assert status == 0, status
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, round(time.time() - start, 2))
PYTHON
}

{
  echo "$(uname -m), $(nproc) processors, $("$chordae" --version | sed 's/^/chordae /')"
  echo "chordae simulate --patients $many --seed 1 --light --depth 1 --ecg-seconds 5 -o cohort"
  echo "chordae extract cohort/manifest.csv -o dataset --panel cohort/panel.bed --carry age,site -q"
  echo
  echo "patients  peak_kB  seconds"
  read -r few_kb few_s <<< "$(measure few.csv)"
  echo "$few  $few_kb  $few_s"
  read -r many_kb many_s <<< "$(measure manifest.csv)"
  echo "$many  $many_kb  $many_s"
  awk -v a="$many_kb" -v b="$few_kb" 'BEGIN { printf "ratio of peaks: %.3f (at most 1.2 is asked for)\n", a / b }'
  echo
  echo "The few are the first patients of the many. Both figures hold the engine's code and libraries,"
  echo "about 25 MB, so the ratio says less of what grows than the difference does."
} | tee "$out/README.txt"
