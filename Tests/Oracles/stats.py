"""Holds a dataset's aln.stats columns and histograms to samtools stats, without the engine's code.

  stats.py DIR PATIENTS

PATIENTS are JSON lines: patient_id, alignment (the file that samtools reads), reference (its FASTA,
or null). Prints how many values agree, or what differs first, and exits 1.
"""
import json
import re
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from agreement import expect, report, run


def peer(patient, *options):
    reference = ["--reference", patient["reference"]] if patient["reference"] else []
    command = ["samtools", "stats", *options, *reference, patient["alignment"]]
    text = run(*command)
    lines = {}
    for line in text.splitlines():
        if line[0] != "#":
            section, *fields = line.split("\t")
            lines.setdefault(section, []).append(fields)
    return lines


def printed(value, like):
    if value is None:
        return f"{0:e}" if "e" in like else f"{0:.{len(like.partition('.')[2])}f}"
    if isinstance(value, int):
        return str(value)
    return f"{value:e}" if "e" in like else f"{value:.{len(like.partition('.')[2])}f}"


def numbers(row, lines):
    expect("numbers", len(lines["SN"]), 39)
    for label, value, *_ in lines["SN"]:
        word = re.sub("[^a-z0-9]+", "_", label.lower()).strip("_")
        expect(word, printed(row[f"aln.stats.{word}"], value), value)


def qualities(lines, section):
    sums = np.zeros(256, int)
    for cycle in lines.get(section, []):
        counts = np.array(cycle[1:], int)
        sums[:len(counts)] += counts
    return sums[:94].tolist() + [int(sums[94:].sum())]


def gc(bins):
    start, lines = 0, []
    for place, count in enumerate(bins):
        if count != bins[start]:
            lines.append([f"{(place + start) * 0.5 * 100 / 199:.2f}", str(bins[start])])
            start = place
    return lines


def lengths(lines):
    counts = [0] * 1001
    for length, count in lines.get("RL", []):
        counts[min(int(length), 1000)] += int(count)
    return counts


def histograms(lists, lines, whole):
    def own(word):
        return lists[f"aln.stats.{word}"]

    expect("FFQ", own("base_quality_first_fragments"), qualities(lines, "FFQ"))
    expect("LFQ", own("base_quality_last_fragments"), qualities(lines, "LFQ"))
    expect("GCF", gc(own("gc_first_fragments")), lines.get("GCF", []))
    expect("GCL", gc(own("gc_last_fragments")), lines.get("GCL", []))
    expect("RL", own("read_length"), lengths(lines))
    sizes = np.array(whole.get("IS", np.zeros((0, 5))), int)
    for column, word in enumerate(("pairs", "inward_pairs", "outward_pairs", "other_pairs"), 1):
        ours = own(f"insert_size_{word}")
        expect(word, ours, sizes[:, column].tolist() + [0] * (8001 - len(sizes)))


def figures(row, sizes):
    sizes = np.repeat(np.arange(1, len(sizes)), sizes[1:])
    median = float(np.median(sizes)) if len(sizes) else None
    expect("median", row["aln.stats.insert_size_median"], median)
    if median is not None:
        expect("mad", row["aln.stats.insert_size_mad"], float(np.median(abs(sizes - median))))
        for word, value in (("average", sizes.mean()), ("standard_deviation", sizes.std())):
            ours = row[f"aln.stats.insert_size_{word}_all_pairs"]
            expect(word, f"{ours:.9g}", f"{value:.9g}")


def main(dataset, patients):
    table = {name: {row["patient_id"]: row for row in pq.read_table(f"{dataset}/{name}").to_pylist()}
             for name in ("patients", "distributions")}
    for line in Path(patients).read_text().splitlines():
        patient = json.loads(line)
        row, lists = (table[name][patient["patient_id"]] for name in ("patients", "distributions"))
        expect("status", row["status"], "ok")
        lines = peer(patient)
        numbers(row, lines)
        histograms(lists, lines, peer(patient, "-m", "1"))
        figures(row, lists["aln.stats.insert_size_pairs"])
    report()


if __name__ == "__main__":
    main(*sys.argv[1:])
