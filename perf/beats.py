#!/usr/bin/env python3
"""Checks the scorer of `Accuracy` in Benchmarks/ by one of another make: beats of MIT-BIH records.

    .venv/bin/python perf/beats.py FOLDER        a folder with the records' .hea, .dat and .atr

Nothing of it is the engine's or its tests': annotations are read by wfdb-python, beats from the table
`beats` of the built command, and they are matched by this script's own words of the rule of ANSI/AAMI
EC57 (a beat matches one annotation within 150 ms, ventricular flutter does not count, sums are over all
beats). Its missed and extra beats must be those of `Accuracy --mitdb FOLDER`.
"""
import csv
import glob
import os
import subprocess
import sys
import tempfile

import pyarrow.parquet as parquet
import wfdb

BEATS = set("NLRBAaJSVrFejnE/fQ?")
RATE, WINDOW = 360, 54


def annotations(path):
    marks = wfdb.rdann(path, "atr")
    beats, flutter, start = [], [], None
    for sample, symbol in zip(marks.sample, marks.symbol):
        if symbol in BEATS:
            beats.append(sample)
        elif symbol == "[":
            start = sample
        elif symbol == "]" and start is not None:
            flutter.append((start, sample))
            start = None
    return beats, flutter


def score(found, beats, flutter, first):
    """True, missed and extra beats; of two found near one beat the nearer one matches."""

    def counts(sample):
        return sample >= first and not any(a <= sample <= b for a, b in flutter)

    true = missed = extra = i = j = 0
    while i < len(beats) and j < len(found):
        gap = found[j] - beats[i]
        if abs(gap) <= WINDOW:
            closer = j + 1 < len(found) and abs(found[j + 1] - beats[i]) < abs(gap)
            taken = closer and i + 1 < len(beats) and (
                abs(found[j + 1] - beats[i + 1]) < abs(found[j + 1] - beats[i]))
            if closer and not taken:
                extra += counts(found[j])
                j += 1
                continue
            true += counts(beats[i])
            i, j = i + 1, j + 1
        elif gap > 0:
            missed += counts(beats[i])
            i += 1
        else:
            extra += counts(found[j])
            j += 1
    return (true, missed + sum(map(counts, beats[i:])), extra + sum(map(counts, found[j:])))


def extract(folder, records, leads, out):
    manifest, dataset = os.path.join(out, "manifest.csv"), os.path.join(out, "dataset")
    with open(manifest, "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["patient_id", "ecg"])
        rows.writerows([f"R{name}", os.path.join(os.path.abspath(folder), name)] for name in records)
    status = subprocess.call(
        [".build/release/chordae", "extract", manifest, "-o", dataset, "--groups", "ecg.rhythm",
         "--tables", "beats", "-q"] + (["--ecg-leads", leads] if leads else []))
    assert status in (0, 3), status
    found = {name: [] for name in records}
    for path in glob.glob(os.path.join(dataset, "beats", "*.parquet")):
        table = parquet.read_table(path, columns=["patient_id", "sample"]).to_pydict()
        for patient, sample in zip(table["patient_id"], table["sample"]):
            found[patient[1:]].append(sample)
    return found


def main():
    folder = sys.argv[1]
    records = sorted(os.path.basename(path)[:-4] for path in glob.glob(os.path.join(folder, "*.atr")))
    truth = {name: annotations(os.path.join(folder, name)) for name in records}
    for label, leads in [("first channel", "#1"), ("all channels", None)]:
        with tempfile.TemporaryDirectory() as out:
            found = extract(folder, records, leads, out)
        for start, first in [("5:00", 300 * RATE), ("0:00", 0)]:
            true, missed, extra = (sum(part) for part in zip(*(
                score(sorted(found[name]), *truth[name], first) for name in records)))
            print(f"MIT-BIH, {label}, from {start}: {len(records)} records, {true + missed} beats, "
                  f"{missed} missed, {extra} extra")


os.chdir(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
main()
