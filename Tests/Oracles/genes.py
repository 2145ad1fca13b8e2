"""Holds a patient's targets and genes to mosdepth, samtools and bedtools, without the engine's code.

  genes.py DIR PATIENT BAM PANEL TARGETS

DIR is the dataset, BAM the same reads as the patient's alignment, indexed; PANEL and TARGETS are BED
files in the BAM's contig names, `-` for none. Prints how many values agree, or what differs first,
and exits 1.
"""
import gzip
import math
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from agreement import expect, report, run

FILTER = "0x704"


def rows_of(text):
    return [line.split("\t") for line in text.splitlines()]


def bed(path):
    rows = rows_of(Path(path).read_text())
    return [(x[0], int(x[1]), int(x[2]), x[3] if len(x) > 3 and x[3] else None) for x in rows]


def merged(path, folder):
    """What the lines cover, by bedtools; it keeps empty lines, which cover nothing."""
    lines = [line for line in bed(path) if line[1] < line[2]]
    plain = Path(folder, "plain.bed")
    plain.write_text("".join(f"{c}\t{s}\t{e}\n" for c, s, e, _ in lines))
    Path(folder, "sorted.bed").write_text(run("bedtools", "sort", "-i", str(plain)))
    text = run("bedtools", "merge", "-i", f"{folder}/sorted.bed")
    target = Path(folder, "merged.bed")
    target.write_text(text)
    return str(target)


def ratio(part, whole):
    return part / whole if whole else None


def median(histogram):
    return rank(histogram, int(0.5 + 0.5 * sum(histogram.values())))


def rank(histogram, wanted):
    seen = 0
    for depth in sorted(histogram):
        seen += histogram[depth]
        if seen >= wanted:
            return depth
    return None


def depth_by_target(base, cover):
    """Per merged line how many bases have each depth."""
    pieces = run("bedtools", "intersect", "-a", cover, "-b", base, "-wa", "-wb")
    histograms = {tuple(line): Counter() for line in rows_of(Path(cover).read_text())}
    for row in rows_of(pieces):
        start, end = max(int(row[1]), int(row[4])), min(int(row[2]), int(row[5]))
        histograms[tuple(row[:3])][int(row[6])] += end - start
    return histograms


def targets(row, bam, path, base, summary, folder):
    cover = merged(path, folder)
    by_target = depth_by_target(base, cover)
    total = sum(by_target.values(), Counter())
    bases, depths = sum(total.values()), sum(d * n for d, n in total.items())
    covered = [h for h in by_target.values() if any(h.keys())]
    expect("targets", row["aln.target.count"], len(by_target))
    expect("target bases", row["aln.target.bases"], bases)
    expect("zero targets", row["aln.target.zero_depth_count"], len(by_target) - len(covered))
    expect("target mean", row["aln.target.mean"], depths / bases)
    expect("target median", row["aln.target.median"], median(total))
    for t in (1, 10, 20, 30, 50, 100):
        deep = sum(n for d, n in total.items() if d >= t)
        expect(f"target {t}x", row[f"aln.target.breadth_{t}x"], deep / bases)
    whole = sum(covered, Counter())
    fifth = rank(whole, math.ceil(sum(whole.values()) / 5)) if whole else 0
    mean = ratio(sum(d * n for d, n in whole.items()), sum(whole.values()))
    expect("fold 80", row["aln.target.fold_80"], mean / fifth if fifth else None)
    expect("on target", row["aln.target.on_target_fraction"], ratio(depths, int(summary["total"][2])))
    run("mosdepth", "-n", "--by", cover, f"{folder}/by", bam)
    regions = {x[0]: x for x in rows_of(Path(f"{folder}/by.mosdepth.summary.txt").read_text())}
    peer = regions.get("total_region")
    if peer:
        expect("total_region bases", depths, int(peer[2]))
    if peer and int(peer[1]) == bases:
        expect("total_region mean", f"{row['aln.target.mean']:.2f}", peer[3])


class Territory:
    """The merged lines of a BED file as one array of positions."""

    def __init__(self, cover):
        self.starts, self.offsets, self.length = {}, {}, 0
        for contig, start, end, _ in bed(cover):
            self.starts.setdefault(contig, []).append(start)
            self.offsets.setdefault(contig, []).append(self.length - start)
            self.length += end - start

    def places(self, contig, positions):
        line = np.searchsorted(self.starts[contig], positions, side="right") - 1
        return np.asarray(self.offsets[contig])[line] + positions

    def array(self, contigs, positions, values):
        """Values at 1-based positions, 0 elsewhere."""
        contigs, positions = np.asarray(contigs), np.asarray(positions, int) - 1
        array = np.zeros(self.length, int)
        for contig in set(contigs):
            own = contigs == contig
            array[self.places(contig, positions[own])] = np.asarray(values, int)[own]
        return array


def samtools_depth(territory, bam, cover, *more):
    text = run("samtools", "depth", "-G", FILTER, *more, "-b", cover, bam)
    # Within introns it prints zeros, by the hundred thousand.
    rows = [line.split("\t") for line in text.splitlines() if not line.endswith("\t0")]
    return territory.array(*zip(*rows)) if rows else np.zeros(territory.length, int)


def pileup_depth(territory, bam, cover):
    """Bases of enough quality, by mpileup: a letter a read."""
    rows = rows_of(run(
        "samtools", "mpileup", "-B", "-A", "-q", "20", "-Q", "20", "-x", "-d", "1000000", "--ff",
        FILTER, "--no-output-ins", "--no-output-ins", "--no-output-del", "--no-output-del",
        "--no-output-ends", "-l", cover, bam))
    values = [sum(letter not in "*#<>" for letter in row[4]) for row in rows]
    return territory.array([x[0] for x in rows], [x[1] for x in rows], values)


def genes(row, table, bam, path, base, folder):
    lines = bed(path)
    cover = merged(path, folder)
    territory = Territory(cover)
    named = {}
    for contig, start, end, name in lines:
        named.setdefault((name or f"{contig}:{start}-{end}", contig), []).append((start, end))
    depth = np.zeros(territory.length, int)
    for contig, start, end, value in rows_of(run("bedtools", "intersect", "-a", base, "-b", cover)):
        depth[territory.places(contig, np.arange(int(start), int(end)))] = int(value)
    good = samtools_depth(territory, bam, cover, "-q", "20", "-Q", "20")
    differing = np.count_nonzero(good != pileup_depth(territory, bam, cover))
    expect("positions where depth and mpileup differ", int(differing), 0)
    every = samtools_depth(territory, bam, cover)
    unplaced = every - samtools_depth(territory, bam, cover, "-Q", "1")
    low = every - samtools_depth(territory, bam, cover, "-Q", "2")
    callable = (good >= 20) & (10 * unplaced < every)
    expect("genes", [(x["gene"], x["contig"]) for x in table], list(named))
    sums, fractions = Counter(), []
    for ours, ((gene, contig), own) in zip(table, named.items()):
        ranges = [territory.places(contig, np.arange(s, e)) for s, e in own if s < e]
        places = np.unique(np.concatenate(ranges)) if ranges else np.zeros(0, int)
        length, total = len(places), int(every[places].sum())
        figures = dict(
            length=length, depth=int(depth[places].sum()), total=total,
            below=int((depth[places] < 10).sum()), deep=int((depth[places] >= 20).sum()),
            callable=int(callable[places].sum()), low=int(low[places].sum()))
        means = [float(depth[own].mean()) for own in ranges]
        expect(f"{gene} length", ours["length"], length)
        expect(f"{gene} mean", ours["mean"], ratio(figures["depth"], length))
        expect(f"{gene} bases_below_10x", ours["bases_below_10x"], figures["below"])
        fraction = ratio(figures["callable"], length)
        expect(f"{gene} callable_fraction", ours["callable_fraction"], fraction)
        expect(f"{gene} low_mapq_fraction", ours["low_mapq_fraction"], ratio(figures["low"], total))
        expect(f"{gene} worst_interval_mean", ours["worst_interval_mean"], min(means, default=None))
        sums.update(figures)
        fractions += [fraction] if length else []
    for name, value in {
        "count": len(named), "mean": ratio(sums["depth"], sums["length"]),
        "breadth_20x": ratio(sums["deep"], sums["length"]), "bases_below_10x": sums["below"],
        "callable_fraction": ratio(sums["callable"], sums["length"]),
        "worst_callable_fraction": min(fractions, default=None),
        "fully_callable_fraction": ratio(sum(x == 1 for x in fractions), len(fractions)),
        "low_mapq_fraction": ratio(sums["low"], sums["total"]),
    }.items():
        expect(f"aln.genes.{name}", row[f"aln.genes.{name}"], value)


def main(dataset, patient, bam, panel, target):
    def own(name):
        table = pq.read_table(f"{dataset}/{name}").to_pylist()
        return [row for row in table if row["patient_id"] == patient]

    (row,) = own("patients")
    with tempfile.TemporaryDirectory() as folder:
        run("mosdepth", f"{folder}/all", bam)
        base = f"{folder}/base.bed"
        with gzip.open(f"{folder}/all.per-base.bed.gz", "rt") as text:
            Path(base).write_text(text.read())
        summary = {x[0]: x for x in rows_of(Path(f"{folder}/all.mosdepth.summary.txt").read_text())}
        if target != "-":
            targets(row, bam, target, base, summary, folder)
        if panel != "-":
            genes(row, own("genes"), bam, panel, base, folder)
    report()


if __name__ == "__main__":
    main(*sys.argv[1:])
