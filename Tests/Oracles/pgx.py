"""Holds what a dataset says at pharmacogenomic positions to its call sets, position by position, without
the engine's code.

  pgx.py DATASET MANIFEST [absent]

The manifest is CSV with patient_id, variants, gvcf and sample, the paths whole. Reads the call sets with
pysam and works out status, alleles and phase of every patient and position anew, from the table's own
positions; compares the table pgx and the VCF files of the table pharmcat. With "absent" a position that
nothing speaks of is the reference. Prints, as JSON, how often each status, phased and unphased genotypes
and phase sets were met.
"""
import collections
import csv
import json
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pysam

UNSEEN = {"<NON_REF>", "<*>"}


def trimmed(start, ref, alt):
    while min(len(ref), len(alt)) > 0 and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    while min(len(ref), len(alt)) > 0 and ref[0] == alt[0]:
        start, ref, alt = start + 1, ref[1:], alt[1:]
    return start, ref, alt


class CallSet:
    """The records of a file near the positions, and the sample's fields."""

    def __init__(self, path, positions):
        wanted = {(c, s + o) for c, s, r, _ in positions for o in range(-1, len(r) + 1)}
        self.records = collections.defaultdict(list)
        with pysam.VariantFile(path) as file:
            for record in file:
                contig = record.chrom.removeprefix("chr")
                if any((contig, place) in wanted for place in range(record.start, record.stop)):
                    self.records[contig].append(record.copy())

    def tell(self, sample, contig, start, ref, alts):
        """Status, letters of the alleles by chromosome, whether phased, phase set."""
        here = [r for r in self.records[contig] if r.start < start + len(ref) and start < r.stop]
        names = {trimmed(start, ref, alt): alt for alt in alts}
        rows = []
        for record in here:
            meant = {i: names.get(trimmed(record.start, record.ref, alt))
                     for i, alt in enumerate(record.alts or (), 1) if alt not in UNSEEN}
            isbase = len(ref) == 1 and record.start == start and meant and all(
                len(a) == 1 for a in record.alleles if a not in UNSEEN)
            if any(meant.values()) or isbase:
                rows.append((record.samples[sample], meant))
        if rows:
            return self.called(rows, ref)
        status, letters = "absent", None
        for record in here:
            call = record.samples[sample]
            if all(alt in UNSEEN for alt in record.alts or ()):
                sure = set(call.allele_indices) == {0} and (call.get("GQ") or 0) >= 20 and (
                    call.get("MIN_DP") or call.get("DP") or 0) >= 10
                status, letters = ("reference_block", [ref, ref]) if sure else ("low_evidence", None)
            else:
                gone = [i and len(record.alleles[i]) < len(record.ref) for i in call.allele_indices]
                if any(gone):
                    return "spanned", sorted((ref if not g else "*" for g in gone), key="*".__eq__), False, None
        return status, letters, False, None

    @staticmethod
    def called(rows, ref):
        if any(None in call.allele_indices for call, _ in rows):
            return "no_call", None, False, None
        letters = [ref] * len(rows[0][0].allele_indices)
        different = [call for call, _ in rows if len(set(call.allele_indices)) > 1]
        for call, meant in rows:
            for place, index in enumerate(call.allele_indices):
                if index:
                    letters[place] = meant[index] or "N"
        phased = all(call.phased for call in different or [call for call, _ in rows])
        sets = {call.get("PS") for call in different}
        assert len(sets) < 2
        return "called", letters, phased, sets.pop() if sets else None


def told(row):
    return row["status"], row["alleles"]


def genotypes(calls, genes, absent):
    """What the VCF must have: the phase holds only within one set of a gene."""
    result = []
    for (status, letters, phased, ps), (gene, ref, alts) in zip(calls, genes):
        if status == "absent" and absent:
            letters = [ref, ref]
        known = status in ("called", "reference_block", "absent") and letters and not (
            {"N", "*"} & set(letters))
        order = [ref] + alts
        result.append([gene, [order.index(x) for x in letters] if known else None, phased, ps])
    for gene in {g for g, *_ in genes}:
        own = [r for r in result if r[0] == gene and r[1]]
        mixed = [r for r in own if len(set(r[1])) > 1]
        sets = {r[3] for r in mixed if r[2]}
        for r in mixed:
            r[2] = r[2] and len(sets) == 1
        if sets and all(r[2] for r in mixed):
            for r in own:
                r[2] = True
    return [("|".join(map(str, a)) if p else "/".join(map(str, sorted(a))), ps if p and len(set(a)) > 1 else None)
            if a else ("./.", None) for _, a, p, ps in result]


def main(dataset, manifest, absent=""):
    files = sorted(Path(dataset, "pgx").glob("*.parquet"))
    table = collections.defaultdict(list)
    for file in files:
        for row in pq.read_table(file).to_pylist():
            table[row["patient_id"]].append(row)
    slices, lines = {}, 0
    for path in sorted(Path(dataset, "pharmcat").glob("*.vcf")):
        with pysam.VariantFile(str(path)) as file:
            records = list(file)
            assert list(file.header.contigs)[:1] == ["chr1"]
        places = [(r.chrom.removeprefix("chr"), r.start, r.ref, list(r.alts)) for r in records]
        assert places == sorted(places, key=lambda p: (int(p[0]), p[1])), "not sorted"
        text = [line.rstrip("\n").split("\t") for line in open(path) if not line.startswith("##")]
        lines += len(text) - 1
        for column, patient in enumerate(text[0][9:], 9):
            assert patient not in slices, "a patient twice"
            cells = [dict(zip(row[8].split(":"), row[column].split(":"))) for row in text[1:]]
            slices[patient] = dict(zip(((p[0], p[1]) for p in places), cells))
    counts = collections.Counter()
    opened = {}
    patients = list(csv.DictReader(open(manifest)))
    assert set(slices) == set(table) == {p["patient_id"] for p in patients}
    for patient in patients:
        rows, cells = table[patient["patient_id"]], slices[patient["patient_id"]]
        assert len(rows) == len(cells) == len({(r["contig"], r["start"]) for r in rows})
        positions = [(r["contig"], r["start"], r["ref"], r["alt"].split(",")) for r in rows]
        path = patient["variants"] or patient["gvcf"]
        if path not in opened:
            opened[path] = CallSet(path, positions)
        calls = [opened[path].tell(patient["sample"], *p) for p in positions]
        genes = [(r["gene"], r["ref"], r["alt"].split(",")) for r in rows]
        expected = genotypes(calls, genes, absent)
        for row, call, (gt, ps), place in zip(rows, calls, expected, positions):
            order = [row["ref"]] + place[3] + ["N", "*"]
            letters = call[1] or ([row["ref"]] * 2 if absent and call[0] == "absent" else None)
            alleles = "/".join(sorted(letters, key=order.index)) if letters else None
            if told(row) != (call[0], alleles):
                sys.exit(f"{patient['patient_id']} {place}: {told(row)} instead of {call[0]} {alleles}")
            cell = cells[place[:2]]
            if (cell["GT"], cell.get("PS", ".")) != (gt, "." if ps is None else str(ps)):
                sys.exit(f"{patient['patient_id']} {place}: {cell} instead of {gt} {ps}, {call}")
            counts[call[0]] += 1
            counts["no genotype" if gt == "./." else "bar" if "|" in gt else "slash"] += 1
            counts["heterozygous bar"] += "|" in gt and gt[0] != gt[2]
            counts["phase set"] += ps is not None
            counts["other allele"] += bool(letters) and "N" in letters
    print(json.dumps(counts))


if __name__ == "__main__":
    main(*sys.argv[1:])
