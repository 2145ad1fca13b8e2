public import ChordaeCore

extension TargetCoverage {
  public static let group = FeatureGroup("aln.target", from: .alignment, columns)

  private static let targets = [
    Field.Pair("targets", "the BED file that the manifest names for the patient"),
    Field.Pair("target", "what its intervals cover, overlapping and adjoining ones merged"),
  ]

  private static let missing: [MissingReason] = [.noTargets, .notCoordinateSorted]

  private static func method(_ algorithm: String, _ more: [Field.Pair] = []) -> Method {
    Coverage.method(algorithm, targets + more)
  }

  private static let columns: [FeatureColumn] =
    [
      FeatureColumn(
        "aln.target.count", "Targets", "How many targets the capture kit has.", type: .int64,
        unit: .count, method: method("count of targets"), bounds: .nonNegative, missing: missing),
      FeatureColumn(
        "aln.target.bases", "Target bases", "Bases of all targets of the capture kit.",
        type: .int64, unit: .basePairs, method: method("sum of target lengths"),
        bounds: .nonNegative, missing: missing),
      FeatureColumn(
        "aln.target.zero_depth_count", "Targets without reads",
        "Targets of which no base has a depth above 0.", type: .int64, unit: .count,
        method: method("count of targets"), bounds: .nonNegative, missing: missing),
      FeatureColumn(
        "aln.target.mean", "Mean depth of targets",
        "Summed depth of all target bases over their number, those on contigs without reads"
          + " included.", type: .float64, unit: .depth,
        method: method(
          "sum of depths / target bases",
          [
            Field.Pair(
              "equals",
              "total_region of mosdepth --by the merged targets, where every contig that has targets"
                + " has reads: mosdepth leaves contigs without reads out of its total")
          ]), bounds: .nonNegative, missing: missing + [.noBases]),
      FeatureColumn(
        "aln.target.median", "Median depth of targets",
        "The first depth that int(0.5 + bases / 2) of the target bases have or stay below.",
        type: .int64, unit: .depth, method: method("median of depths"), bounds: .nonNegative,
        missing: missing + [.noBases]),
    ]
    + breadths.map { depth in
      FeatureColumn(
        "aln.target.breadth_\(depth)x", "Breadth of targets at \(depth)x",
        "Fraction of the target bases whose depth is \(depth) or more.", type: .float64, unit: .one,
        method: method("target bases at or above the depth / target bases"), bounds: .fraction,
        missing: missing + [.noBases])
    }
    + [
      FeatureColumn(
        "aln.target.fold_80", "Fold-80 base penalty",
        "How many times more would have to be sequenced for 80 % of the bases of targets with reads"
          + " to reach the mean depth that these targets have now.",
        type: .float64, unit: .one, method: fold80, bounds: .nonNegative,
        missing: missing + [.zeroDenominator]),
      FeatureColumn(
        "aln.target.on_target_fraction", "Fraction of bases on target",
        "Summed depth of all target bases over the summed depth of all bases of the header's"
          + " contigs: of what is aligned, the part that lies on targets.",
        type: .float64, unit: .one,
        method: method("sum of depths of target bases / sum of depths of all bases"),
        bounds: .fraction, missing: missing + [.zeroDenominator]),
    ]

  private static let fold80 = Method(
    "mean depth / first depth that a fifth of the bases have or stay below, over the targets of"
      + " which at least one base has a depth above 0",
    parameters: Coverage.method("").parameters + targets,
    citation: "FOLD_80_BASE_PENALTY of Picard's HsMetrics as its documentation defines it, over"
      + " non-zero-coverage targets; Picard's code up to 3.2 keeps the others in"
      + " (broadinstitute/picard issue 1971), so that both agree where every target has reads;"
      + " depth as in mosdepth 0.3.3")
}
