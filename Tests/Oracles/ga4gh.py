"""Holds a dataset's GA4GH columns to their definitions, counted the plain way, and to samtools stats.

  ga4gh.py DIR PATIENTS

PATIENTS are JSON lines: patient_id, bam (the same reads as the patient's alignment), fasta (null where
the manifest names no reference or one that does not fit), and reason (of the nulls, then).
Prints how many values agree, or what differs first, and exits 1.
"""
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pysam

from agreement import expect, report, run

COVERAGE = ["mean_autosome_coverage", "pct_autosomes_15x", "mad_autosome_coverage"]


def is_autosome(name):
    return re.fullmatch("(chr)?([1-9]|1[0-9]|2[0-2])", name) is not None


def depths(bam, fasta):
    """The depth of each base of the territory: names with a good base, as CollectWgsMetrics counts."""
    names = defaultdict(set)
    with pysam.AlignmentFile(bam) as file:
        contigs = dict(zip(file.references, file.lengths))
        for read in file:
            if read.flag & 0x70C or not read.flag & 1 or read.mapping_quality < 20:
                continue
            if not read.query_qualities or not is_autosome(read.reference_name):
                continue
            base, position = 0, read.reference_start
            qualities, bases = read.query_qualities, read.query_sequence
            for code, length in read.cigartuples:
                for step in range(length if code in (0, 7, 8) else 0):
                    if qualities[base + step] >= 20 and bases[base + step] != "N":
                        names[read.reference_name, position + step].add(read.query_name)
                # M, I, S, = and X move along the read; M, D, N, = and X along the contig.
                base += length if code in (0, 1, 4, 7, 8) else 0
                position += length if code in (0, 2, 3, 7, 8) else 0
    reference = pysam.FastaFile(fasta)
    values = []
    for contig, length in contigs.items():
        if is_autosome(contig):
            bases = reference.fetch(contig)
            assert len(bases) == length
            values += [min(250, len(names.get((contig, place), ())))
                       for place in range(length) if bases[place] not in "Nn"]
    return np.array(values)


def good_bases(bam):
    with pysam.AlignmentFile(bam, check_sq=False) as file:
        count = 0
        for read in file.fetch(until_eof=True):
            if read.flag & 0xB00:
                continue
            if read.has_tag("OQ"):
                count += sum(ord(letter) >= 63 for letter in read.get_tag("OQ"))
            elif read.query_qualities is not None:
                count += sum(quality >= 30 for quality in read.query_qualities)
    return count


def summary_numbers(bam):
    text = run("samtools", "stats", bam)
    rows = [line.split("\t") for line in text.splitlines() if line.startswith("SN\t")]
    return {row[1]: row[2] for row in rows}


def main(dataset, patients):
    rows = {row["patient_id"]: row for row in pq.read_table(f"{dataset}/patients").to_pylist()}
    for line in Path(patients).read_text().splitlines():
        patient = json.loads(line)
        row = rows[patient["patient_id"]]
        figures = {key[6:]: value for key, value in row.items() if key.startswith("ga4gh.")}
        expect("figures", len(figures), 8)
        if patient["fasta"]:
            values = depths(patient["bam"], patient["fasta"])
            expect("mean", figures[COVERAGE[0]], float(values.mean()))
            expect("15x", figures[COVERAGE[1]], float(100 * (values >= 15).mean()))
            expect("mad", figures[COVERAGE[2]], float(np.median(abs(values - np.median(values)))))
        else:
            expect("nulls", [figures[name] for name in COVERAGE], [None] * 3)
            entries = sorted(f"ga4gh.{name}={patient['reason']}" for name in COVERAGE)
            expect("reasons", row["reasons"].split(";")[:3], entries)
        expect("yield", figures["yield_bp_q30"], good_bases(patient["bam"]))
        peer = summary_numbers(patient["bam"])
        expect("mapped", figures["pct_reads_mapped"],
               100 * int(peer["reads mapped:"]) / int(peer["sequences:"]))
        for name, label in (("pct_reads_properly_paired", "percentage of properly paired reads (%):"),
                            ("mean_insert_size", "insert size average:"),
                            ("insert_size_std_deviation", "insert size standard deviation:")):
            expect(name, f"{figures[name]:.1f}", peer[label])
    report()


if __name__ == "__main__":
    main(*sys.argv[1:])
