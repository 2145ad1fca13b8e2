"""Holds a dataset's genome columns to samtools, mosdepth and bcftools, without the engine's code.

  genome.py DIR PATIENTS PANEL

PATIENTS are JSON lines: patient_id, bam (the same reads as the patient's alignment), and calls (the
call set in one file), sample, samples (all that the manifest names in it). PANEL is the BED file.
Prints how many values agree, or what differs first, and exits 1.
"""
import gzip
import json
import re
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from agreement import expect, report, run

THRESHOLDS = [1, 5, 10, 15, 20, 30, 50, 100]
COUNTS = {"n_ref_hom": 3, "n_nonref_hom": 4, "n_hets": 5, "n_transitions": 6,
          "n_transversions": 7, "n_indels": 8, "n_hap_ref": 11, "n_hap_alt": 12, "n_missing": 13}


def lines(path):
    with gzip.open(path, "rt") as file:
        return [line.rstrip("\n").split("\t") for line in file if line[0] != "#"]


def flagstat(row, bam):
    peer = json.loads(run("samtools", "flagstat", "-O", "json", bam))
    for part, suffix in (("QC-passed reads", ""), ("QC-failed reads", "_qcfail")):
        for label, count in peer[part].items():
            if "%" in label:
                continue
            word = re.sub("[^a-z0-9]+", "_", label.lower()).strip("_")
            expect(word + suffix, row[f"aln.flagstat.{word}{suffix}"], count)


def depths(bam, folder):
    run("mosdepth", f"{folder}/base", bam)
    depth = {}
    for contig, start, end, value in lines(f"{folder}/base.per-base.bed.gz"):
        depth.setdefault(contig, []).append(np.full(int(end) - int(start), int(value)))
    return {contig: np.concatenate(runs) for contig, runs in depth.items()}


def median(values):
    depth, bases = np.unique(values, return_counts=True)
    return int(depth[np.argmax(np.cumsum(bases) >= int(0.5 + 0.5 * len(values)))])


def coverage(row, depth):
    values = np.concatenate(list(depth.values()))
    expect("mean", row["aln.coverage.mean"], float(values.sum() / len(values)))
    expect("max", row["aln.coverage.max"], int(values.max()))
    for threshold in THRESHOLDS:
        name = f"aln.coverage.breadth_{threshold}x"
        expect(name, row[name], float((values >= threshold).sum() / len(values)))


def contigs(rows, bam, depth, folder):
    text = Path(f"{folder}/base.mosdepth.summary.txt").read_text()
    peer = {line.split("\t")[0]: line.split("\t")[2:] for line in text.splitlines()}
    header = [line.split("\t") for line in run("samtools", "view", "-H", bam).splitlines()]
    names = [line[1][3:] for line in header if line[0] == "@SQ"]
    expect("contigs", [row["contig"] for row in rows], names)
    for row in rows:
        name, values = row["contig"], depth[row["contig"]]
        expect(f"{name} length", row["length"], len(values))
        ours = [str(row["bases"]), f"{row['mean']:.2f}", str(row["min"]), str(row["max"])]
        expect(f"{name} summary", ours, peer.get(name, ["0", "0.00", "0", "0"]))
        for threshold in THRESHOLDS:
            breadth = f"breadth_{threshold}x"
            expect(f"{name} {breadth}", row[breadth], float((values >= threshold).mean()))


def samtools_depth(row, bam, names):
    # A contig at a time: over a whole file the peer cuts reads by ends on earlier contigs.
    flags = ["-s", "-a", "-G", "0x704"]
    lines = [run("samtools", "depth", *flags, "-r", name, bam).splitlines() for name in names]
    values = np.array([int(line.split("\t")[2]) for line in sum(lines, [])])
    expect("depth mean", row["aln.depth.mean"], float(values.sum() / len(values)))
    expect("depth max", row["aln.depth.max"], int(values.max()))
    for threshold in THRESHOLDS:
        name = f"aln.depth.breadth_{threshold}x"
        expect(name, row[name], float((values >= threshold).sum() / len(values)))


def genes(rows, depth, panel):
    covered = {}
    for contig, start, end, *name in panel:
        gene = name[0] if name and name[0] else f"{contig}:{start}-{end}"
        union = covered.setdefault((gene, contig), np.zeros(len(depth[contig]), bool))
        union[int(start):int(end)] = True
    expect("genes", [(row["gene"], row["contig"]) for row in rows], list(covered))
    for row, ((gene, contig), union) in zip(rows, covered.items()):
        values = depth[contig][union]
        expect(f"{gene} length", row["length"], len(values))
        expect(f"{gene} mean", row["mean"], float(values.mean()))
        expect(f"{gene} median", row["median"], median(values))
        expect(f"{gene} min", row["min"], int(values.min()))
        for threshold in (10, 20, 30):
            name = f"breadth_{threshold}x"
            expect(f"{gene} {name}", row[name], float((values >= threshold).mean()))


def intervals(rows, bam, panel, path, folder):
    common = ["-n", "--by", path, "-T", "1,10,20,30"]
    run("mosdepth", *common, f"{folder}/mean", bam)
    run("mosdepth", *common, "-m", f"{folder}/median", bam)
    # mosdepth prints the lines in the order of the contigs.
    mean = {tuple(x[:3]): x[-1] for x in lines(f"{folder}/mean.regions.bed.gz")}
    middle = {tuple(x[:3]): x[-1] for x in lines(f"{folder}/median.regions.bed.gz")}
    bases = {tuple(x[:3]): x[-4:] for x in lines(f"{folder}/mean.thresholds.bed.gz")}
    expect("intervals", len(rows), len(panel))
    for row, line in zip(rows, panel):
        key = tuple(line[:3])
        expect("interval", (row["contig"], str(row["start"]), str(row["end"])), key)
        expect(f"{key} mean", f"{row['mean']:.2f}", mean[key])
        expect(f"{key} median", float(row["median"]), float(middle[key]))
        ours = [str(row[f"bases_{threshold}x"]) for threshold in (1, 10, 20, 30)]
        expect(f"{key} bases", ours, bases[key])


def counts(calls, *samples):
    text = run("bcftools", "stats", *samples, calls)
    rows = (line.split("\t") for line in text.splitlines() if line.startswith("PSC\t"))
    return {row[2]: row for row in rows}


def statistics(row, patient):
    peer = counts(patient["calls"], "-s", "-")[patient["sample"]]
    # bcftools takes the depths of a subset from other samples, so the subset gives singletons only.
    subset = counts(patient["calls"], "-s", ",".join(patient["samples"]))[patient["sample"]]
    for name, column in COUNTS.items():
        expect(name, row[f"var.stats.{name}"], int(peer[column]))
    expect("n_singletons", row["var.stats.n_singletons"], int(subset[10]))
    expect("average_depth", f"{row['var.stats.average_depth']:.1f}", peer[9])
    for name, up, down in (("ti_tv", 6, 7), ("het_hom", 5, 4)):
        ratio = np.float32(int(peer[up]) / int(peer[down]))
        expect(name, np.float32(row[f"var.stats.{name}"]), ratio)


def main(dataset, patients, path):
    panel = [line.split("\t") for line in Path(path).read_text().splitlines()]
    table = {name: pq.read_table(f"{dataset}/{name}").to_pylist()
             for name in ("patients", "contigs", "genes", "intervals")}
    for line in Path(patients).read_text().splitlines():
        patient = json.loads(line)
        own = {name: [row for row in rows if row["patient_id"] == patient["patient_id"]]
               for name, rows in table.items()}
        (row,) = own["patients"]
        expect("status", row["status"], "ok")
        with tempfile.TemporaryDirectory() as folder:
            flagstat(row, patient["bam"])
            depth = depths(patient["bam"], folder)
            coverage(row, depth)
            contigs(own["contigs"], patient["bam"], depth, folder)
            samtools_depth(row, patient["bam"], depth)
            genes(own["genes"], depth, panel)
            intervals(own["intervals"], patient["bam"], panel, path, folder)
        statistics(row, patient)
    report()


if __name__ == "__main__":
    main(*sys.argv[1:])
