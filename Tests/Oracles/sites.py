"""Works out what a call set says of wanted sites, site by site, without the engine's code.

  sites.py VCF SITES MODE [MALES]

SITES are lines of tab-separated chromosome, 0-based position, effect, other and reference allele, "."
where not known. MODE is exact, catalogue, catalogue-ambiguous or catalogue-multiallelic; MALES are
sample numbers by commas. Prints a line a site: match, number of the record, alternate, and for each
sample status, dosage, ploidy. Depth 10 and quality 20 make a block the reference.
"""
import sys

PAR = {"X": [(10_000, 2_781_479), (155_701_382, 156_030_895)],
       "Y": [(10_000, 2_781_479), (56_887_902, 57_217_415)]}
LENGTHS = {156_040_895: "GRCh38"}
RANK = ["absent", "low_evidence", "no_call", "reference_block", "called", "spanned"]
MATCHES = ["refAlt", "altRef", "refAltFlip", "altRefFlip", "noOtherRef", "noOtherAlt",
           "noOtherRefFlip", "noOtherAltFlip", "block", "ambiguous", "multiallelic", "otherAlleles",
           "unknownReference", "mismatch", "uncovered"]
NAN = float("nan")
FLIP = str.maketrans("ACGT", "TGCA")


def flip(text):
    return text.translate(FLIP) if text and set(text) <= set("ACGT") else None


def plain(text):
    return text.isalpha() and text.isascii()


def trimmed(position, first, second):
    while min(len(first), len(second)) > 1 and first[-1] == second[-1]:
        first, second = first[:-1], second[:-1]
    while min(len(first), len(second)) > 1 and first[0] == second[0]:
        position, first, second = position + 1, first[1:], second[1:]
    return position, first, second


class Record:
    def __init__(self, number, line):
        self.number = number
        columns = line.rstrip("\r\n").split("\t")
        self.chromosome = "MT" if columns[0] == "chrM" else columns[0].removeprefix("chr")
        self.start = int(columns[1]) - 1
        self.ref = columns[3].upper()
        self.alts = [] if columns[4] == "." else columns[4].upper().split(",")
        info = dict(p.partition("=")[::2] for p in columns[7].split(";"))
        self.end = int(info["END"]) if "END" in info else self.start + len(self.ref)
        self.unseen = [a in ("<NON_REF>", "<*>") for a in self.alts]
        self.block = all(self.unseen)
        self.samples = [dict(zip(columns[8].split(":"), s.split(":"))) for s in columns[9:]]

    def genotype(self, sample):
        text = self.samples[sample].get("GT", ".").replace("|", "/")
        return [None if a == "." else int(a) for a in text.split("/")]

    def sure(self, sample):
        fields = self.samples[sample]
        def number(key):
            return int(fields[key]) if fields.get(key, ".") != "." else None
        depth = number("MIN_DP") if number("MIN_DP") is not None else number("DP")
        return (depth or 0) >= 10 and (number("GQ") or 0) >= 20

    def at(self, allele, position):
        """'ref', 'kept', a letter, 'gone' or None: what an allele has at a position."""
        if allele == 0:
            return "ref"
        alt, offset = self.alts[allele - 1], position - self.start
        if self.unseen[allele - 1]:
            return None
        if alt == "*":
            return "gone"
        if alt.startswith(("<DEL", "<CN0")):
            return "gone" if offset else "kept"
        if not plain(alt) or offset >= len(self.ref):
            return None
        if len(alt) == len(self.ref):
            return "kept" if alt[offset] == self.ref[offset] else alt[offset]
        # Line the two up from the left, then from the right; what is between is gone.
        left = 0
        while left < min(len(alt), len(self.ref)) and alt[left] == self.ref[left]:
            left += 1
        right = 0
        while right < min(len(alt), len(self.ref)) - left and alt[-1 - right] == self.ref[-1 - right]:
            right += 1
        return "kept" if offset < left or offset >= len(self.ref) - right else "gone"


def matches(record, site, mode):
    """All matches of a record with a site: rank, effect's allele number, alternate."""
    _, position, effect, other, _ = site
    found = []
    for number, alt in enumerate(record.alts, 1):
        if record.block or not plain(alt):
            continue
        if other is None:
            if record.start != position:
                continue
            pairs = [("noOtherRef", record.ref, 0), ("noOtherAlt", alt, number),
                     ("noOtherRefFlip", flip(record.ref), 0), ("noOtherAltFlip", flip(alt), number)]
            hits = [(n, a) for n, text, a in pairs if text == effect]
            twins = flip(record.ref) == alt
        else:
            place, ref, alt_ = trimmed(record.start, record.ref, alt)
            if place != position:
                continue
            pairs = [("refAlt", ref, alt_, 0), ("altRef", alt_, ref, number),
                     ("refAltFlip", flip(ref), flip(alt_), 0),
                     ("altRefFlip", flip(alt_), flip(ref), number)]
            hits = [(n, a) for n, e, o, a in pairs if (e, o) == (effect, other)]
            twins = flip(effect) == other
        if mode == "exact":
            hits = [h for h in hits if "Flip" not in h[0]]
        for name, allele in hits[:1]:
            found.append((MATCHES.index(name), number, allele, twins))
    if not found:
        return None
    rank, number, allele, twins = min(found)
    if mode.startswith("catalogue"):
        if sum(not u for u in record.unseen) > 1 and mode != "catalogue-multiallelic":
            rank = MATCHES.index("multiallelic")
        if twins and mode != "catalogue-ambiguous":
            rank = MATCHES.index("ambiguous")
    return rank, number, allele


def reference_is_effect(site, letter, mode):
    """Whether the effect allele is the reference's, whether flipped, and the match it makes."""
    _, _, effect, other, reference = site
    one = len(effect) == 1 and len(other or "") <= 1
    if one and letter:
        reference = letter
    catalogue = mode.startswith("catalogue")
    if reference is None:
        return None, False, "unknownReference"
    answer, flipped = None, False
    if reference == effect:
        answer = True
    elif other is not None and reference == other:
        answer = False
    elif other is None and (flip(effect) != reference or not catalogue):
        answer = False
    elif other is None:
        return None, False, "unknownReference"
    elif catalogue and flip(effect) == reference:
        answer, flipped = True, True
    elif catalogue and flip(other) == reference:
        answer, flipped = False, True
    if answer is None:
        return None, False, "mismatch"
    twins = other is not None and flip(effect) == other
    if catalogue and mode != "catalogue-ambiguous" and twins:
        return answer, flipped, "ambiguous"
    return answer, flipped, "block"


def resolve(site, records, samples, mode):
    chromosome, position, effect, other, reference = site
    over = [r for r in records
            if r.chromosome == chromosome and r.start <= position < max(r.end, r.start + 1)]
    hits = [(m, r) for r in over if (m := matches(r, site, mode))]
    if hits:
        (rank, alternate, allele), record = min(hits, key=lambda h: h[0][0])
        calls = []
        for sample in range(samples):
            genotype = record.genotype(sample)
            if None in genotype:
                call = ("no_call", NAN, len(genotype))
                for other_record in over:
                    if other_record is record or not any(other_record.unseen + [other_record.block]):
                        continue
                    told = other_record.genotype(sample)
                    if set(told) == {0} and other_record.sure(sample):
                        call = ("reference_block", float(len(told) if allele == 0 else 0), len(told))
                        break
            else:
                call = ("called", float(genotype.count(allele)), len(genotype))
            calls.append(call)
        return MATCHES[rank], record.number, alternate, calls
    letters = [r.ref[position - r.start] for r in over if position - r.start < len(r.ref)]
    letters = [c for c in letters if c in "ACGT"]
    is_effect, flipped, match = reference_is_effect(site, letters[0] if letters else None, mode)
    one = len(effect) == 1 and len(other or "") <= 1
    wanted = flip(effect) if flipped else effect
    calls = [("absent", NAN, 0)] * samples
    names = ["uncovered"]
    for record in over:
        told_otherwise = says = False
        for sample in range(samples):
            genotype = record.genotype(sample)
            sees_all = any(record.unseen) or record.block
            places = [None if a is None else record.at(a, position) for a in genotype]
            references = places.count("ref") + (places.count("kept") if one else 0)
            dosage = NAN if is_effect is None else float(
                (references if is_effect else 0) + (places.count(wanted) if one else 0))
            here = record.start == position
            if record.block:
                good = set(genotype) == {0} and record.sure(sample)
                call = ("reference_block", dosage, len(genotype)) if good else ("low_evidence", NAN, 0)
            elif None in places:
                call = ("no_call", NAN, len(genotype)) if here else None
            elif "gone" in places:
                call = ("spanned", dosage, len(genotype))
            elif set(genotype) == {0} and sees_all:
                good = record.sure(sample)
                call = ("reference_block", dosage, len(genotype)) if good else ("low_evidence", NAN, 0)
            elif set(genotype) == {0}:
                bases = len(record.ref) == 1 and all(a == "*" or (len(a) == 1 and plain(a))
                                                     for a in record.alts)
                call = ("called", dosage, len(genotype)) if one and here and bases else None
            elif set(places) <= {"ref", "kept"}:
                call = ("called", dosage, len(genotype)) if sees_all else None
            else:
                call = ("called", dosage, len(genotype)) if one or sees_all else None
            if call is None:
                continue
            says = True
            told_otherwise = told_otherwise or call[0] == "called"
            if RANK.index(call[0]) > RANK.index(calls[sample][0]):
                calls[sample] = call
        if record.block or (any(record.unseen) and not told_otherwise):
            names.append(match)
        elif says:
            names.append("mismatch" if match == "mismatch" else "otherAlleles")
    return min(names, key=MATCHES.index), -1, 0, calls


def haploid(call):
    status, dosage, ploidy = call
    if ploidy != 2:
        return call
    if dosage == 1:
        return ("no_call" if status == "called" else status, NAN, 1)
    return status, dosage / 2, 1


def main():
    path, sites_path, mode = sys.argv[1:4]
    males = [int(m) for m in sys.argv[4].split(",")] if len(sys.argv) > 4 else []
    records, lengths, samples = [], {}, 0
    with open(path, newline="\n") as lines:
        for line in lines:
            if line.startswith("##contig"):
                name, length = line.split("ID=")[1].split(",length=")
                lengths[name.removeprefix("chr")] = int(length.split(">")[0].split(",")[0])
            elif line.startswith("#CHROM"):
                samples = len(line.split("\t")) - 9
            elif not line.startswith("#"):
                records.append(Record(len(records), line))
    known = lengths.get("X") in LENGTHS
    for line in open(sites_path):
        chromosome, position, effect, other, reference = line.rstrip("\n").split("\t")
        site = (chromosome, int(position), effect.upper(), None if other == "." else other.upper(),
                None if reference == "." else reference.upper())
        if site[3] is not None and plain(site[2]) and plain(site[3]):
            place, first, second = trimmed(site[1], site[2], site[3])
            cut = place - site[1]
            kept = site[4]
            if kept is not None:
                # Only whole alleles say which of the two the reference has.
                kept = {site[2]: first, site[3]: second, flip(site[2]): flip(first),
                        flip(site[3]): flip(second)}.get(kept, "?")
            site = (chromosome, site[1] + cut, first, second, kept)
        match, number, alternate, calls = resolve(site, records, samples, mode)
        for sample in range(samples):
            single = chromosome == "MT" or (
                known and sample in males and chromosome in PAR
                and not any(a <= site[1] < b for a, b in PAR[chromosome]))
            if single:
                calls[sample] = haploid(calls[sample])
        texts = [f"{s}:{d:g}:{p}" for s, d, p in calls]
        print("\t".join([match, str(number), str(alternate)] + texts))


main()
