public import ChordaeCore

extension ChromosomalSex {
  /// The group `var.sex`.
  public static let group = FeatureGroup(
    "var.sex", from: .variants,
    [
      count("x_hets", "Heterozygotes on X", "Heterozygous genotypes at the sites."),
      count(
        "x_hom_alts", "Alternate homozygotes on X",
        "Genotypes of the alternate allele alone at the sites; a single allele counts as one."),
      FeatureColumn(
        "var.sex.x_het_hom", "Heterozygotes a homozygote on X", "x_hets divided by x_hom_alts.",
        type: .float64, unit: .one, method: method, bounds: .nonNegative,
        missing: reasons + [.zeroDenominator]),
      FeatureColumn(
        "var.sex.sex", "Sex",
        "male or female: as the manifest says, else by x_het_hom: below \(Rule.male) male, above "
          + "\(Rule.female) female, where x_hom_alts is at least \(Rule.leastHomozygotes).",
        type: .text, unit: .none, method: method, missing: reasons + [.ambiguousSex]),
      FeatureColumn(
        "var.sex.source", "Source of the sex", "Where sex comes from: manifest or inferred.",
        type: .text, unit: .none, method: method, missing: reasons + [.ambiguousSex]),
    ])

  private static let reasons: [MissingReason] = [.noGenotypes, .unknownAssembly]

  private static let method = Method(
    "heterozygosity of X",
    parameters: [
      Field.Pair(
        "sites",
        "records on X, outside PAR1 and PAR2 of GRCh37 and GRCh38, of one reference base and one "
          + "alternate base with FILTER PASS or none"),
      Field.Pair("male_below", "\(Rule.male)"),
      Field.Pair("female_above", "\(Rule.female)"),
      Field.Pair("least_homozygotes", "\(Rule.leastHomozygotes)"),
    ],
    citation: "somalier (Pedersen et al., Genome Medicine 2020): thresholds of X; "
      + "pseudoautosomal regions: " + PseudoautosomalRegions.source.citation)

  private static func count(
    _ name: String, _ label: String, _ definition: String
  ) -> FeatureColumn {
    FeatureColumn(
      "var.sex." + name, label, definition, type: .int64, unit: .count, method: method,
      bounds: .nonNegative, missing: reasons)
  }
}
