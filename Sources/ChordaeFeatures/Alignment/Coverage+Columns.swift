public import ChordaeCore

extension Coverage {
  public static let group = FeatureGroup(
    "aln.coverage", from: .alignment, columns + autosomalColumns,
    tables: [FeatureGroup.Table(.contigs, contigColumns)])

  static let missing: [MissingReason] = [.noContigs, .notCoordinateSorted]

  static let regionMissing: [MissingReason] = [.noBases, .notCoordinateSorted]

  private static let rules = [
    Field.Pair("excluded_flags", "0x704 (unmapped, secondary, QC fail, duplicate)"),
    Field.Pair("counted_operations", "M, =, X"),
    Field.Pair("mate_overlap", "of proper pairs, counted once"),
    Field.Pair(
      "mate_within_mate",
      "where both CIGARs are a single operation and the later mate ends first, the bases from its"
        + " end to the other's end are not counted, as in mosdepth 0.3.3"),
    Field.Pair("minimum_mapping_quality", "0"),
  ]

  private static let citation =
    "mosdepth 0.3.3, default mode (Pedersen and Quinlan, Bioinformatics 2018;34:867)"

  /// A method that follows mosdepth's definition of depth.
  static func method(_ algorithm: String, _ more: [Field.Pair] = []) -> Method {
    Method(algorithm, parameters: rules + more, citation: citation)
  }

  private static let columns: [FeatureColumn] =
    [
      FeatureColumn(
        "aln.coverage.mean", "Mean depth of coverage",
        "Summed depth of all positions over the summed length of all contigs of the header, those"
          + " without reads included.",
        type: .float64, unit: .depth, method: method("sum of depths / sum of contig lengths"),
        bounds: .nonNegative, missing: missing),
      FeatureColumn(
        "aln.coverage.max", "Greatest depth of coverage",
        "The greatest depth of any position of any contig.", type: .int64, unit: .depth,
        method: method("maximum of depths"), bounds: .nonNegative, missing: missing),
    ]
    + breadths.map { depth in
      FeatureColumn(
        "aln.coverage.breadth_\(depth)x", "Breadth of coverage at \(depth)x",
        "Fraction of the positions of all contigs of the header whose depth is \(depth) or more.",
        type: .float64, unit: .one,
        method: method("positions at or above the depth / sum of contig lengths"),
        bounds: .fraction, missing: missing)
    }
}
