"""Recomputes a call set's burden from bcftools' own text, without the engine's code.

  burden.py VCF TAG GENES

TAG is the INFO tag of the annotation, GENES the panel's names with commas between, `-` for none.
Prints `sample<TAB>gene<TAB>column<TAB>value`, the gene `-` for a sample's totals, without zeros.
Consequences are those of `bcftools +split-vep`, the order of their severity is the one it prints;
where it has one transcript to choose (`-s worst`), its choice is checked against ours.
"""
import re
import subprocess
import sys
from collections import defaultdict

LOF = {"stop_gained", "frameshift", "splice_acceptor", "splice_donor", "start_lost"}
INFRAME = {
    "inframe_insertion", "inframe_deletion", "inframe_altering", "protein_altering", "stop_lost",
    "conservative_inframe_insertion", "conservative_inframe_deletion",
    "disruptive_inframe_insertion", "disruptive_inframe_deletion",
}
SPLICE = {"splice_region", "splice_polypyrimidine_tract", "splice_donor_region"}
SYNONYMOUS = {"synonymous", "stop_retained", "start_retained"}
# Of equally severe classes the first counts.
PRECEDENCE = ["lof", "missense", "inframe", "splice", "synonymous", None]
BINS = [(0.0001, "ultra_rare"), (0.001, "very_rare"), (0.01, "rare"), (0.05, "low_frequency")]


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def bare(term):
    return re.sub("_variant$", "", term.lower().lstrip("*"))


def kind_of(term):
    if term in LOF:
        return "lof"
    if term == "missense":
        return "missense"
    return (
        "inframe" if term in INFRAME else "splice" if term in SPLICE
        else "synonymous" if term in SYNONYMOUS else None)


# It prints its scale among its errors and then ends with one.
scale_text = subprocess.run(["bcftools", "+split-vep", "-S", "-"], capture_output=True, text=True)
scale = [
    line.split() for line in (scale_text.stdout + scale_text.stderr).splitlines()
    if line and not line.startswith("#")
]


def level(term):
    """The place in the peer's order; None for a term that it would have to invent a place for."""
    if bare(term) in SPLICE:
        # By parts of words the peer takes a donor's region for the donor: asked as what it is.
        term = "splice_region"
    for place, words in enumerate(scale):
        if any(word.lower() == term for word in words):
            return place
    for place, words in enumerate(scale):
        if any(word.lower() in term for word in words):
            return place
    return None


def severity(consequence):
    """The most severe known term as (level, precedence, kind), and whether one is unknown."""
    best, unknown = (-1, 0, None), False
    for term in consequence.lower().split("&"):
        place = level(term)
        if place is None:
            unknown = True
            continue
        kind = kind_of(bare(term))
        best = max(best, (place, -PRECEDENCE.index(kind), kind), key=lambda x: x[:2])
    return best, unknown


def vep_names(reference, alternates):
    firsts = {x[0] for x in [reference] + alternates if x != "*"}
    if any(len(x) != len(reference) for x in alternates) and len(firsts) == 1:
        return [x if x == "*" else x[1:] or "-" for x in alternates]
    return alternates


def alternates_of(entry, reference, alternates, position, snpeff):
    if entry.get("ALLELE_NUM", ".") != ".":
        return [int(entry["ALLELE_NUM"])]
    if "Allele" in entry:
        orders = [vep_names(reference, alternates), alternates]
        for names in reversed(orders) if snpeff else orders:
            if entry["Allele"] in names:
                return [names.index(entry["Allele"]) + 1]
        return []
    change = entry.get("dna_change", ".")
    if change != ".":
        return [
            i + 1 for i, x in enumerate(alternates)
            if f"{position}{reference}>{x}" in change.split("+")
        ]
    real = [i + 1 for i, x in enumerate(alternates) if x not in ("*", "<*>", "<NON_REF>")]
    return real if len(real) == 1 else list(range(1, len(alternates) + 1))


def entries_of(vcf, tag):
    """Each record's entries as dictionaries by field name, from the peer's own splitting."""
    description = re.search(f'##INFO=<ID={tag},.*Description="(.*)"', run("bcftools", "view", "-h", vcf))
    names = re.sub(r"[\[\]*'\"]", "", description.group(1).split("Format:")[-1]).split("|")
    names = [x.strip() for x in names]
    entries = defaultdict(list)
    if "Annotation" in names:
        for line in run("bcftools", "query", "-f", f"%CHROM\\t%POS\\t%REF\\t%ALT\\t%INFO/{tag}\\n", vcf).splitlines():
            *key, text = line.split("\t")
            for part in [] if text == "." else text.split(","):
                values = dict(zip(names, [x or "." for x in part.split("|")]))
                values["Consequence"] = values["Annotation"]
                entries[tuple(key)].append(values)
        return entries, True
    command = ["bcftools", "+split-vep", "-a", tag, "-d", "-A", "tab", "-f", f"%CHROM\\t%POS\\t%REF\\t%ALT\\t%{tag}\\n", vcf]
    for line in run(*command).splitlines():
        chromosome, position, reference, alternate, *values = line.split("\t")
        entries[chromosome, position, reference, alternate].append(dict(zip(names, values)))
    return entries, False


def check_worst(vcf, tag, entries):
    """The peer's own choice of one transcript is as severe as the worst that is found here."""
    text = run("bcftools", "+split-vep", "-a", tag, "-s", "worst", "-f", "%CHROM\\t%POS\\t%REF\\t%ALT\\t%Consequence\\n", vcf)
    checked = 0
    for line in text.splitlines():
        *key, consequence = line.split("\t")
        ours = [severity(x["Consequence"]) for x in entries[tuple(key)]]
        terms = "&".join(x["Consequence"] for x in entries[tuple(key)])
        # Where parts of words mislead the peer, or it invents a place, its choice is another.
        if any(u for _, u in ours) or "@" in terms or any(x in terms for x in ("splice_donor_r", "splice_poly", "splice_donor_5")):
            continue
        if severity(consequence)[0][0] != max(x[0] for x, _ in ours):
            sys.exit(f"{key}: the peer's worst is {consequence}")
        checked += 1
    print(f"-\t-\tchecked\t{checked}")


def frequency(entry, fields):
    values = [float(y) for x in fields for y in entry.get(x, ".").split("&") if y != "."]
    return max(values) if values else None


def bin_of(value):
    if value is None:
        return "unlisted"
    return next((name for limit, name in BINS if value < limit), "common")


def alleles_of(genotype):
    return re.split(r"[/|]", genotype)


def verdict(records):
    """What the genotypes of a sample at a gene's records of class lof say of its copies."""
    sets, unphased, only, missing = defaultdict(list), 0, False, False
    for contig, genotype, phase_set, numbers in records:
        alleles = alleles_of(genotype)
        missing = missing or "." in alleles
        hits = [i for i, x in enumerate(alleles) if x.isdigit() and int(x) in numbers]
        if len(hits) > 1:
            return "phased"
        if hits and len(alleles) == 1:
            only = True
        elif hits and "|" in genotype and len(alleles) == 2:
            sets["" if phase_set == "." else (contig, phase_set)].append(hits[0])
        elif hits:
            unphased += 1
    if any({0, 1} <= set(copies) for copies in sets.values()):
        return "phased"
    if unphased > 1 or (unphased and (sets or only)) or len(sets) > 1:
        return "unphased"
    if only:
        return "hemizygous"
    if missing:
        return "unknown"
    if any(len(copies) > 1 for copies in sets.values()):
        return "cis"
    return "one" if sets or unphased else "none"


def main(vcf, tag, panel):
    entries, snpeff = entries_of(vcf, tag)
    if not snpeff:
        check_worst(vcf, tag, entries)
    header = run("bcftools", "query", "-l", vcf).split("\n")[:-1]
    names = {x for group in entries.values() for entry in group for x in entry}
    gnomad = [x for x in names if x.lower() in ("gnomad_af", "gnomade_af", "gnomadg_af")]
    fields = gnomad or [x for x in names if x.upper() == "MAX_AF"]
    genes = [] if panel == "-" else panel.split(",")
    totals, lost = defaultdict(int), defaultdict(list)
    compounds = {key[:2]: group for key, group in entries.items()}
    has_sets = "##FORMAT=<ID=PS," in run("bcftools", "view", "-h", vcf)
    shape = "%CHROM\\t%POS\\t%REF\\t%ALT[\\t%GT" + (":%PS" if has_sets else ":.") + "]\\n"
    for line in run("bcftools", "query", "-f", shape, vcf).splitlines():
        chromosome, position, reference, alternate, *values = line.split("\t")
        genotypes, phase_sets = zip(*(x.split(":") for x in values)) if values else ((), ())
        alternates = alternate.split(",")
        group = entries.get((chromosome, position, reference, alternate), [])
        found = defaultdict(list)
        unknown, unmatched = set(), False
        for entry in group:
            consequence = entry["Consequence"]
            if consequence.startswith("@"):
                for other in compounds.get((chromosome, consequence[1:]), []):
                    if "+" in other.get("dna_change", "."):
                        for i, x in enumerate(alternates):
                            if f"{position}{reference}>{x}" in other["dna_change"].split("+"):
                                found[i + 1].append((severity(other["Consequence"])[0], other))
                continue
            best, is_unknown = severity(consequence)
            totals["-", "-", "unknown_term_records"] += 0
            for number in alternates_of(entry, reference, alternates, position, snpeff):
                found[number].append((best, entry))
                if is_unknown:
                    unknown.add(number)
        if any(severity(x["Consequence"])[1] and not x["Consequence"].startswith("@") for x in group):
            totals["-", "-", "unknown_term_records"] += 1
        lost_here = count(found, unknown, genotypes, header, fields, genes, totals)
        for sample, genotype, phase_set in zip(header, genotypes, phase_sets):
            for gene, numbers in lost_here.items():
                lost[sample, gene].append((chromosome, genotype, phase_set, numbers))
    for (sample, gene), records in lost.items():
        print(f"{sample}\t{gene}\ttwo_lof\t{verdict(records)}")
    for (sample, gene, column), value in totals.items():
        if value:
            print(f"{sample}\t{gene}\t{column}\t{value}")


def is_high(group, layout_has_lof):
    return not layout_has_lof or any(e.get("LoF") == "HC" for s, e in group if s[2] == "lof")


def worst_of(group):
    return max((x for x, _ in group), key=lambda x: x[:2], default=(-1, 0, None))[2]


def count(found, unknown, genotypes, header, fields, genes, totals):
    called = [x for g in genotypes for x in alleles_of(g) if x != "."]
    is_classed, lost_here = False, defaultdict(set)
    for number, group in found.items():
        kind = worst_of(group)
        is_classed = is_classed or kind is not None
        if not fields:
            share = called.count(str(number)) / len(called) if called else None
        else:
            share = next((f for f in (frequency(e, fields) for _, e in group) if f is not None), None)
        has_lof = any("LoF" in entry for _, entry in group)
        step = bin_of(share)
        of_gene = defaultdict(list)
        for best, entry in group:
            symbol = entry.get("SYMBOL", entry.get("Gene_Name", entry.get("gene")))
            gene = symbol if symbol in genes else entry.get("Gene", entry.get("Gene_ID"))
            if gene in genes:
                of_gene[gene].append((best, entry))
        for sample, genotype in zip(header, genotypes):
            copies = alleles_of(genotype).count(str(number))
            if kind == "lof" and not is_high(group, has_lof):
                totals[sample, "-", "lof_low_confidence"] += copies
            elif kind:
                totals[sample, "-", f"{kind}_{step}"] += copies
            if number in unknown:
                totals[sample, "-", "unknown_terms"] += copies
            for gene, part in of_gene.items():
                own = worst_of(part)
                if own and not (own == "lof" and not is_high(part, has_lof)):
                    totals[sample, gene, f"{own}_{step}"] += copies
        for gene, part in of_gene.items():
            if worst_of(part) == "lof" and is_high(part, has_lof):
                lost_here[gene].add(number)
    for sample, genotype in zip(header, genotypes):
        if is_classed and "." in alleles_of(genotype):
            totals[sample, "-", "missing_genotypes"] += 1
    return lost_here


if __name__ == "__main__":
    main(*sys.argv[1:])
