public import ChordaeCore

extension ReadStatistics {
  public static let group = FeatureGroup(
    "aln.stats", from: .alignment, figures.map(\.column),
    tables: [FeatureGroup.Table(.distributions, distributionColumns)])

  /// A column and how its value follows from what was counted.
  struct Figure: Sendable {
    let column: FeatureColumn
    let value: @Sendable (ReadSummary) -> FeatureValue
  }

  /// The peer's figures in the peer's order, then our own.
  static let figures: [Figure] = readFigures + baseFigures + pairFigures + insertSizeFigures

  static let rules = [
    Field.Pair("secondary", "counted in non_primary_alignments only"),
    Field.Pair(
      "supplementary",
      "counted in supplementary_alignments, reads_duplicated, bases_duplicated,"
        + " bases_mapped_cigar, mismatches, maximum lengths and is_sorted only"),
    Field.Pair("without_sequence", "not counted, but as secondary or supplementary alignment"),
    Field.Pair("first", "of a pair with flag 0x40 and not 0x80, or of no pair"),
    Field.Pair("last", "of a pair with flag 0x80 and not 0x40"),
  ]

  static let citation =
    "samtools stats 1.16, default options (Danecek et al., GigaScience 2021;10:giab008)"

  static func method(_ algorithm: String, _ more: [Field.Pair] = []) -> Method {
    Method(algorithm, parameters: rules + more, citation: citation)
  }

  /// A count, which is zero where there are no reads.
  static func count(
    _ word: String, _ label: String, _ definition: String, unit: Unit = .reads,
    bounds: Bounds = .nonNegative, _ value: @escaping @Sendable (ReadSummary) -> Int
  ) -> Figure {
    Figure(
      column: FeatureColumn(
        "aln.stats.\(word)", label, definition, type: .int64, unit: unit,
        method: method("samtools stats, SN"), bounds: bounds)
    ) { .integer(Int64(value($0))) }
  }

  /// A ratio, which is null where there is nothing to divide by.
  static func ratio(
    _ word: String, _ label: String, _ definition: String, unit: Unit,
    algorithm: String = "samtools stats, SN", bounds: Bounds = .nonNegative,
    missing: MissingReason = .noReads, _ value: @escaping @Sendable (ReadSummary) -> Double?
  ) -> Figure {
    Figure(
      column: FeatureColumn(
        "aln.stats.\(word)", label, definition, type: .float64, unit: unit,
        method: method(algorithm), bounds: bounds, missing: [missing])
    ) { FeatureValue(value($0), else: missing) }
  }
}
