"""Recomputes var.roh from a VCF by the words of its definition, without the engine's code.

  roh.py VCF

Prints a line a sample: count, total, longest, covered bases, and the SNVs at which it has a call.
"""
import gzip
import itertools
import sys

LENGTH = 1_000_000
SITES = 100
GAP = 1_000_000
NEAR_BASES = 100_000
NEAR_SITES = 100


def alternate(reference, alternates):
    real = [
        (number, allele) for number, allele in enumerate(alternates.split(","), 1)
        if allele not in (".", "<*>", "<NON_REF>")
    ]
    if len(real) != 1 or len(reference) != 1 or reference not in "ACGT":
        return None
    number, allele = real[0]
    return str(number) if len(allele) == 1 and allele in "ACGT" and allele != reference else None


def call(genotype, alternate):
    alleles = genotype.replace("|", "/").split("/")
    if len(alleles) < 2 or not set(alleles) <= {"0", alternate}:
        return "."
    return "h" if len(set(alleles)) == 2 else "o"


def sites(path):
    with (gzip.open(path, "rt") if path.endswith("gz") else open(path)) as lines:
        for line in lines:
            if line.startswith("#"):
                continue
            field = line.rstrip("\r\n").split("\t")
            name = field[0].removeprefix("chr")
            if name not in map(str, range(1, 23)) or field[6] not in ("PASS", "."):
                continue
            number = alternate(field[3], field[4])
            if number is None or field[8].split(":")[0] != "GT":
                continue
            calls = "".join(call(sample.split(":")[0], number) for sample in field[9:])
            yield field[0], int(field[1]) - 1, calls


def split(places, positions):
    """Cuts where two neighbours are too far apart."""
    part = []
    for place in places:
        if part and positions[place] - positions[part[-1]] > GAP:
            yield part
            part = []
        part.append(place)
    if part:
        yield part


def runs(called, kinds, positions):
    """The first and last place and the number of homozygous calls of each run of one stretch."""
    heterozygotes = [place for place in called if kinds[place] == "h"]

    def near(a, b):
        return abs(positions[a] - positions[b]) <= NEAR_BASES or abs(a - b) <= NEAR_SITES

    ends = {
        place for index, place in enumerate(heterozygotes)
        if any(near(place, other)
               for other in heterozygotes[max(0, index - 1):index] + heterozygotes[index + 1:index + 2])
    }
    run = []
    for place in called + [None]:
        if place is None or place in ends:
            if run:
                yield run[0], run[-1], len(run)
            run = []
        elif kinds[place] == "o":
            run.append(place)


def main(path):
    found, covered, called_sites = {}, 0, {}
    for _, group in itertools.groupby(sites(path), key=lambda site: site[0]):
        group = list(group)
        positions = [position for _, position, _ in group]
        for stretch in split(range(len(group)), positions):
            length = positions[stretch[-1]] + 1 - positions[stretch[0]]
            if length >= LENGTH and len(stretch) >= SITES:
                covered += length
            for sample in range(len(group[0][2])):
                kinds = {place: group[place][2][sample] for place in stretch}
                called = [place for place in stretch if kinds[place] != "."]
                called_sites[sample] = called_sites.get(sample, 0) + len(called)
                lengths = found.setdefault(sample, [])
                for part in split(called, positions):
                    for first, last, count in runs(part, kinds, positions):
                        bases = positions[last] + 1 - positions[first]
                        if bases >= LENGTH and count >= SITES:
                            lengths.append(bases)
    for sample in sorted(found):
        lengths = found[sample]
        print(len(lengths), sum(lengths), max(lengths, default=0), covered, called_sites[sample])


main(sys.argv[1])
