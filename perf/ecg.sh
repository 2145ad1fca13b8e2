#!/bin/bash
# Times ECGs beside the tools that measure them, in one run: many of ten seconds, a day of three leads.
#
#   perf/ecg.sh
#
# The recordings are simulated. Peers from PyPI in a virtual environment of their own: NeuroKit2 (clean,
# peaks and delineation by wavelets of all leads) and sleepecg (its detector in C). The commands take
# turns, ROUNDS times (default 5). Writes perf/<date>-ecg/.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
rounds=${ROUNDS:-5}
count=${RECORDINGS:-500}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. perf/timing.sh
make -C "$root" build >/dev/null
chordae=$root/.build/release/chordae
out=$root/perf/$(date +%Y-%m-%d)-ecg
mkdir -p "$out"

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q neurokit2==0.2.13 sleepecg==0.6.0 wfdb==4.3.1
python=$work/venv/bin/python

# A manifest of nothing but ECGs: patient_id and the path.
"$chordae" simulate --patients "$count" --seed 1 --light --ecg-seconds 10 --sampling-frequency 500 \
  --long-ecg-every 0 -o "$work/cohort" >/dev/null 2>&1
(echo patient_id,ecg
  for path in "$work"/cohort/patients/*/ecg.hea; do
    echo "$(basename "$(dirname "$path")"),$path"
  done) >"$work/short.csv"
head -2 "$work/short.csv" >"$work/one.csv"
for half in 0 1; do
  (echo patient_id,ecg; tail -n +2 "$work/short.csv" | awk "NR % 2 == $half") >"$work/half$half.csv"
done

# A day of leads II, V2 and V5 at 250 Hz, by repeating ten minutes; and an hour and 14 days of it.
"$chordae" simulate --patients 1 --seed 2 --light --ecg-seconds 600 --sampling-frequency 250 \
  --long-ecg-every 0 -o "$work/long" >/dev/null 2>&1
cat >"$work/holter.py" <<'END'
import sys
import numpy as np, wfdb
folder, = sys.argv[1:]
record = wfdb.rdrecord(f"{folder}/long/patients/P0000001/ecg", physical=False)
names = [name.upper() for name in record.sig_name]
places = [names.index(name) for name in ("II", "V2", "V5")]
samples = record.d_signal[:, places].astype("<i2")
for name, seconds in (("hour", 3600), ("day", 86400), ("fortnight", 14 * 86400)):
    repeats = -(-seconds * 250 // len(samples))
    with open(f"{folder}/{name}.dat", "wb") as file:
        for _ in range(repeats):
            file.write(samples.tobytes())
    total = repeats * len(samples)
    lines = [f"{name} 3 250 {total}"]
    for column, (place, lead) in enumerate(zip(places, ("II", "V2", "V5"))):
        gain = f"{record.adc_gain[place]}({record.baseline[place]})/mV"
        checksum = int(samples[:, column].astype(np.int64).sum()) * repeats % 65536
        lines.append(f"{name}.dat 16 {gain} 16 0 {samples[0, column]} {checksum} 0 {lead}")
    open(f"{folder}/{name}.hea", "w").write("\n".join(lines) + "\n")
    open(f"{folder}/{name}.csv", "w").write(f"patient_id,ecg\n{name},{folder}/{name}.hea\n")
END
"$python" "$work/holter.py" "$work"

cat >"$work/neurokit.py" <<'END'
import sys, warnings
warnings.filterwarnings("ignore")
import neurokit2 as nk, wfdb
for line in open(sys.argv[1]).read().split()[1:6]:
    record = wfdb.rdrecord(line.split(",")[1][:-4])
    for lead in range(record.n_sig):
        clean = nk.ecg_clean(record.p_signal[:, lead], sampling_rate=500)
        _, peaks = nk.ecg_peaks(clean, sampling_rate=500)
        try:
            nk.ecg_delineate(clean, peaks, sampling_rate=500, method="dwt")
        except Exception:
            pass
END
cat >"$work/imports.py" <<'END'
import neurokit2, wfdb
END
cat >"$work/sleep.py" <<'END'
import sys
import numpy as np, sleepecg
samples = np.fromfile(sys.argv[1], "<i2").reshape(-1, 3)[:, 0].astype(float)
sleepecg.detect_heartbeats(samples, 250, backend="c")
END

extract() { # manifest, workers, options
  echo "rm -rf $work/$1.o; $chordae extract $work/$1.csv -o $work/$1.o --quiet --workers $2 $3"
}
cat >"$work/commands" <<END
ten_seconds_one	$(extract one 1 "")
ten_seconds_all	$(extract short 1 "")
ten_seconds_2_workers	$(extract short 2 "")
two_processes	($(extract half0 1 "")) & ($(extract half1 1 "")); wait
hour	$(extract hour 1 "")
day	$(extract day 1 "")
day_detection	$(extract day 1 "--groups ecg.rhythm --ecg-leads II")
fortnight	$(extract fortnight 1 "")
sleepecg_day	$python $work/sleep.py $work/day.dat
neurokit_5	$python $work/neurokit.py $work/short.csv
neurokit_imports	$python $work/imports.py
END
cat "$work"/*.dat >/dev/null # into the page cache
time_rounds
for name in hour day fortnight; do
  printf '%s\t' "$name"
  command=$(grep "^$name	" "$work/commands" | cut -f2)
  bash -c "$(echo "$command" | sed 's#; #; /usr/bin/time -f %M #')" 2>&1 >/dev/null | tail -1
done >"$out/peak_kib.tsv"

{
  describe_machine
  echo "peers: neurokit2 0.2.13, sleepecg 0.6.0, wfdb 4.3.1"
} >"$out/machine.txt"
sed "s#$work#WORK#g; s#$root/##g" "$work/commands" >"$out/commands.tsv"

{
  echo "Medians of $rounds rounds, in seconds."
  echo
  echo "| command | wall | processor |"
  echo "|---|---|---|"
  medians | awk '{ printf "| %s | %.3f | %.3f |\n", $1, $2, $3 }'
  echo
  medians | awk -v count="$count" '{ wall[$1] = $2; cpu[$1] = $3 }
    END {
      printf "- a 12-lead ECG of ten seconds, all default groups: %.2f ms of a processor; ",
        1000 * (cpu["ten_seconds_all"] - cpu["ten_seconds_one"]) / (count - 1)
      printf "NeuroKit2 (clean, peaks, delineation): %.0f ms\n",
        1000 * (cpu["neurokit_5"] - cpu["neurokit_imports"]) / 5
      printf "- detection in one lead, per hour: %.4f s; sleepecg with its start: %.4f s\n",
        cpu["day_detection"] / 24, cpu["sleepecg_day"] / 24
      printf "- a day of three leads, all default groups: %.2f s; per day over 14 days: %.2f s\n",
        cpu["day"], cpu["fortnight"] / 14
      printf "- two workers against two processes of half the folder each: %.2f\n",
        wall["two_processes"] / wall["ten_seconds_2_workers"]
    }'
  echo "- peak KiB: $(tr '\n\t' '  ' <"$out/peak_kib.tsv")"
  cat <<'END'

Where the comparison is unfair: our times hold the whole command (manifest, reading, dataset), the
peers' Python starts, but for NeuroKit2's imports, which are taken off. The recordings are simulated and
clean. Detection reads all three leads of the file and then looks at one.
END
} >"$out/README.md"
cat "$out/README.md"
