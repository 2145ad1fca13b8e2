public import ChordaeCore

extension SiteAlleles {
  public static let group = FeatureGroup(
    "aln.sites", from: .alignment, columns, tables: [FeatureGroup.Table(.sites, siteColumns)],
    settings: .sites, isDefault: false)

  private static let missing: [MissingReason] = [.noSites, .notCoordinateSorted]

  private static func method(_ algorithm: String, _ more: [Field.Pair] = []) -> Method {
    Method(
      algorithm, parameters: PileupMethod.parameters + more,
      citation: "counts of " + PileupMethod.citation)
  }

  private static let columns: [FeatureColumn] = [
    FeatureColumn(
      "aln.sites.count", "Sites", "Sites of the list; a record of a VCF is one for each alternate.",
      type: .int64, unit: .count, method: method("sites of the list"), bounds: .nonNegative,
      missing: missing),
    FeatureColumn(
      "aln.sites.covered_count", "Covered sites", "Sites that at least one base shows.",
      type: .int64, unit: .count, method: method("sites of depth 1 and more"),
      bounds: .nonNegative, missing: missing),
    FeatureColumn(
      "aln.sites.mean_depth", "Mean depth of the sites", "Mean number of bases at a site.",
      type: .float64, unit: .depth, method: method("sum of depths / sites"), bounds: .nonNegative,
      missing: missing),
  ]

  private static let alleles = [
    Field.Pair(
      "alleles",
      "shared last and then first bases taken off, nothing shifted; counted at the base that is left"
    ),
    Field.Pair(
      "insertion",
      "reads that have these very bases inserted after a base at the place, no deletion behind them"
    ),
    Field.Pair("deletion", "reads that have as many bases deleted after a base at the place"),
    Field.Pair("indel_reference", "the reference base with nothing inserted or deleted after it"),
  ]

  private static let siteColumns: [FeatureColumn] =
    [
      text("contig", "Contig", "The contig of the site, as the list names it."),
      FeatureColumn(
        "start", "Start", "0-based start of the site's reference allele.", type: .int64,
        unit: .basePairs, method: method("sites of the list"), bounds: .nonNegative),
      text(
        "ref", "Reference allele",
        "The list's reference allele, else the base of the reference that the manifest names; null"
          + " without either."),
      text("alt", "Alternate allele", "The list's alternate allele; null where it has none."),
      bases("a", "Bases A", "Bases A at the place."),
      bases("c", "Bases C", "Bases C at the place."),
      bases("g", "Bases G", "Bases G at the place."),
      bases("t", "Bases T", "Bases T at the place."),
      bases("other", "Other bases", "Bases N and other codes of ambiguity at the place."),
      bases("depth", "Depth", "Bases at the place: the sum of the five."),
      counts(
        "ref_count", "Reference reads",
        "Reads of the reference allele; null where it is not known or several bases are changed."),
      counts(
        "alt_count", "Alternate reads",
        "Reads of the alternate allele; null where there is none, and for changes of several bases,"
          + " symbols and breakends, which no single column of a pileup shows."),
      counts("alt_forward", "Forward alternate reads", "Of these, forward reads."),
      counts("alt_reverse", "Reverse alternate reads", "Of these, reverse reads."),
      bases(
        "deletions", "Deletions",
        "Reads that have the place deleted, by the quality of their next base."),
      bases(
        "skips", "Skips",
        "Reads that skip the place, as over an intron, by the quality of their next"
          + " base."),
      bases(
        "insertions", "Insertions", "Reads that have any bases inserted after the place."),
    ]

  private static func text(_ id: String, _ label: String, _ definition: String) -> FeatureColumn {
    FeatureColumn(
      id, label, definition, type: .text, unit: .none, method: method("sites of the list"))
  }

  private static func bases(_ id: String, _ label: String, _ definition: String) -> FeatureColumn {
    FeatureColumn(
      id, label, definition, type: .int32, unit: .reads, method: method("reads at the place"),
      bounds: .nonNegative)
  }

  private static func counts(_ id: String, _ label: String, _ definition: String) -> FeatureColumn {
    FeatureColumn(
      id, label, definition, type: .int32, unit: .reads,
      method: method("reads of an allele", alleles), bounds: .nonNegative)
  }
}
