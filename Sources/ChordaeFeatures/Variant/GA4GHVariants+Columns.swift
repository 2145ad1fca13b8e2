public import ChordaeCore

extension GA4GHVariants {
  public static let group = FeatureGroup(
    "ga4gh.variants", from: .variants, columns, prefix: "ga4gh")

  private static let citation =
    "GA4GH WGS Quality Control Standards 1.0, metric definitions (ga4gh/quality-control-wgs)"

  private static let rules = [
    Field.Pair("filter", "FILTER PASS; a FILTER that was not applied (.) is none"),
    Field.Pair(
      "regions",
      "contigs named 1 to 22, with or without chr; the reference's gaps, which the standard leaves out,"
        + " have no bases that could vary"),
    Field.Pair(
      "alleles",
      "those that the sample carries, as if unused ones were trimmed; records are not split, left-"
        + "aligned or atomised, as in version 1.0"),
  ]

  private static let anyGenotype = Field.Pair(
    "genotypes", "with at least one alternate allele, half calls and haploid ones among them")
  private static let fullGenotype = Field.Pair(
    "genotypes", "of two or more alleles, all of them called (a haploid one is no homozygote)")
  private static let oneAlternate = Field.Pair(
    "multiallelic", "genotypes with two different alternates are left out")

  private static let missing: [MissingReason] = [.noAutosomes, .noVariant, .noGenotypes]

  private static func code(_ id: String, _ name: String) -> [StandardCode] {
    [StandardCode(.ga4ghQC, id, name, .exact)]
  }

  private static func count(
    _ id: String, _ name: String, _ label: String, _ definition: String, _ more: [Field.Pair]
  ) -> FeatureColumn {
    FeatureColumn(
      "ga4gh." + id, label, definition, type: .int64, unit: .count, codes: code(id, name),
      method: Method(
        "count of records", parameters: rules + [anyGenotype] + more, citation: citation),
      bounds: .nonNegative, missing: missing)
  }

  private static func ratio(
    _ id: String, _ name: String, _ label: String, _ definition: String, _ algorithm: String,
    _ more: [Field.Pair]
  ) -> FeatureColumn {
    FeatureColumn(
      "ga4gh." + id, label, definition, type: .float64, unit: .one, codes: code(id, name),
      method: Method(
        algorithm,
        parameters: rules + more + [Field.Pair("precision", "full; published to 2 decimals")],
        citation: citation),
      bounds: .nonNegative, missing: missing + [.zeroDenominator])
  }

  private static let indelLength = Field.Pair(
    "length", "up to \(longestIndel) bases: longer ones are structural variants to the standard")

  private static let columns: [FeatureColumn] = [
    count(
      "count_snvs", "Count: SNVs", "Single-nucleotide variants",
      "Records on the autosomes that pass the filters where the sample carries a single-nucleotide"
        + " variant.", []),
    count(
      "count_insertions", "Count: Insertions", "Short insertions",
      "Records on the autosomes that pass the filters where the one alternate that the sample"
        + " carries is an insertion of less than 50 bases.", [oneAlternate, indelLength]),
    count(
      "count_deletions", "Count: Deletions", "Short deletions",
      "Records on the autosomes that pass the filters where the one alternate that the sample"
        + " carries is a deletion of less than 50 bases.", [oneAlternate, indelLength]),
    ratio(
      "ratio_transitions_transversions_snv", "Ratio: Transitions/Transversions (ti/tv)",
      "Transition to transversion ratio of single-nucleotide variants",
      "Transitions divided by transversions among such records where the one alternate that the"
        + " sample carries is a single-nucleotide variant.",
      "transitions / transversions", [anyGenotype, oneAlternate]),
    ratio(
      "ratio_heterozygous_homzygous_snv", "Ratio: Heterozygous/Homozygous (SNVs)",
      "Heterozygote to homozygote ratio of single-nucleotide variants",
      "Heterozygous divided by alternate homozygous genotypes among such records where the sample"
        + " carries a single-nucleotide variant. (The id is spelt as published.)",
      "heterozygotes / alternate homozygotes", [fullGenotype]),
  ]
}
