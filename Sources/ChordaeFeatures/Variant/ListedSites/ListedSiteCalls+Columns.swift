public import ChordaeCore

extension ListedSiteCalls {
  /// The group `var.sites`.
  public static let group = FeatureGroup(
    "var.sites", from: .variants,
    [
      FeatureColumn(
        "var.sites.resolved_count", "Resolved sites",
        "Sites of the list at which the sample's copies of the alternate allele are known.",
        type: .int64, unit: .count, method: method("sites with a dosage"), bounds: .nonNegative,
        missing: [.noSites])
    ],
    tables: [FeatureGroup.Table(.siteCalls, tableColumns)], settings: [.sites, .absentSites],
    isDefault: false)

  private static func method(_ algorithm: String) -> Method {
    Method(
      algorithm,
      parameters: [
        Field.Pair("block_depth", "\(EvidenceRules().minimumDepth)"),
        Field.Pair("block_genotype_quality", "\(EvidenceRules().minimumQuality)"),
        Field.Pair("matching", "\(SiteResolver.alignment); alternates split"),
      ], citation: "records of the call set; blocks by the VCF specification 4.2 to 4.5, 5.5")
  }

  private static let tableColumns: [FeatureColumn] = [
    text("contig", "Contig", "The contig as the list names it."),
    FeatureColumn(
      "start", "Start", "0-based start of the reference allele.", type: .int64, unit: .basePairs,
      method: method("sites of the list"), bounds: .nonNegative),
    text("ref", "Reference allele", "The list's reference allele; null where it gives none."),
    text("alt", "Alternate allele", "The list's alternate allele; null where it gives none."),
    text(
      "status", "Status",
      "How the site is known: called, reference_block, low_evidence, spanned, no_call, absent; null "
        + "where the list gives no alternate or the contig is no chromosome."),
    FeatureColumn(
      "dosage", "Dosage",
      "Copies of the alternate allele, expected ones where the record has dosages; null where they "
        + "are not known.", type: .float32, unit: .one, method: method("copies of the alternate"),
      bounds: .nonNegative),
    FeatureColumn(
      "ploidy", "Ploidy", "Alleles that the sample has there; null where nothing says.",
      type: .int32, unit: .count, method: method("alleles of the genotype"), bounds: .nonNegative),
  ]

  private static func text(_ id: String, _ label: String, _ definition: String) -> FeatureColumn {
    FeatureColumn(
      id, label, definition, type: .text, unit: .none, method: method("sites of the list"))
  }
}
