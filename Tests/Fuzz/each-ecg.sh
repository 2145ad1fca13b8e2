#!/bin/sh
# Gives each parser of ECG files SECONDS of fuzzing of its own, on seeds of its format alone.
# SEED SECONDS; ends with the first crash or hang.
set -eu
seed=$1 seconds=$2

# The format, the file of a recording as which its bytes are read, and its seeds.
parser() {
  corpus=.build-fuzz/ecg/$1
  role=$2
  rm -rf "$corpus"
  mkdir -p "$corpus/found" "$corpus/seeds"
  echo "$1: $seconds seconds"
  shift 2
  for name in "$@"; do cp "Tests/Fuzz/seeds/$name" "$corpus/seeds"; done
  CHORDAE_FUZZ_ROLE=$role Tests/Fuzz/run.sh "$seed" "$seconds" "$corpus/found" "$corpus/seeds"
}

parser wfdb-header r.hea record.hea segments.hea frames.hea changing.hea
parser wfdb-annotations a.atr beats.atr
parser wfdb-flac f.dat compressed.flac
parser edf-bdf input plain.edf ones.edf gaps.edf plain.bdf
parser ishne input holter.ecg
parser ishne-annotations h.ann holter.ann
parser dicom input explicit.dcm implicit.dcm
parser scp-ecg input plain.scp beats.scp standard.scp
parser annotated-ecg input aecg.xml
parser muse input muse.xml
parser sierra input sierra.xml
parser fhir input observation.json
parser csv input table.csv decimals.csv
parser numpy input columns.npy rows.npy
