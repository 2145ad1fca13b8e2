import ChordaeCore

extension Coverage {
  /// The columns of the autosomes together.
  static let autosomalColumns: [FeatureColumn] = [
    FeatureColumn(
      "aln.coverage.autosomal_mean", "Mean depth of the autosomes",
      "Summed depth of all positions of the autosomes over their summed length, gaps of the"
        + " reference included.",
      type: .float64, unit: .depth,
      method: method("sum of depths / sum of contig lengths", autosomes), bounds: .nonNegative,
      missing: autosomalMissing),
    FeatureColumn(
      "aln.coverage.autosomal_median", "Median depth of the autosomes",
      "The first depth that int(0.5 + length / 2) of the autosomes' bases have or stay below.",
      type: .int64, unit: .depth, method: method("median of depths", autosomes),
      bounds: .nonNegative, missing: autosomalMissing),
    FeatureColumn(
      "aln.coverage.autosomal_mad", "Median absolute deviation of the autosomes' depth",
      "The median of the distances of the autosomes' depths from their median, not scaled; both"
        + " medians are the first value that int(0.5 + length / 2) of the bases have or stay below.",
      type: .int64, unit: .depth, method: method("median of |depth - median|", autosomes),
      bounds: .nonNegative, missing: autosomalMissing),
    FeatureColumn(
      "aln.coverage.autosomal_fold_80", "Fold-80 of the autosomes",
      "Mean depth of the autosomes over the greatest depth that at least 80 % of their bases reach:"
        + " how many times more must be sequenced to raise 80 % of the bases to today's mean. Bases"
        + " of depth 0 take part; null where 80 % reach no depth above 0.",
      type: .float64, unit: .one,
      method: method("mean / greatest d with 5 x bases(depth >= d) >= 4 x bases", autosomes),
      bounds: .nonNegative, missing: autosomalMissing + [.zeroDenominator]),
  ]

  private static let autosomes = [
    Field.Pair("autosomes", "contigs named 1 to 22, with or without chr")
  ]

  private static let autosomalMissing = missing + [.noAutosomes]

  /// The columns of the table `contigs`.
  static let contigColumns: [FeatureColumn] =
    [
      FeatureColumn(
        "contig", "Contig", "The contig, as the alignment's header names it.", type: .text,
        unit: .none, method: contig),
      FeatureColumn(
        "length", "Length", "Bases of the contig by the header.", type: .int64, unit: .basePairs,
        method: contig, bounds: .nonNegative),
      FeatureColumn(
        "bases", "Summed depth", "Depths of all positions of the contig, summed up.", type: .int64,
        unit: .basePairs, method: contig, bounds: .nonNegative, missing: [.notCoordinateSorted]),
      FeatureColumn(
        "mean", "Mean depth", "Summed depth over the contig's length.", type: .float64,
        unit: .depth, method: contig, bounds: .nonNegative, missing: regionMissing),
      FeatureColumn(
        "min", "Least depth", "The least depth of any position of the contig.", type: .int64,
        unit: .depth, method: contig, bounds: .nonNegative, missing: regionMissing),
      FeatureColumn(
        "max", "Greatest depth", "The greatest depth of any position of the contig.", type: .int64,
        unit: .depth, method: contig, bounds: .nonNegative, missing: regionMissing),
    ]
    + breadths.map { depth in
      FeatureColumn(
        "breadth_\(depth)x", "Breadth at \(depth)x",
        "Fraction of the contig's positions whose depth is \(depth) or more.", type: .float64,
        unit: .one, method: contig, bounds: .fraction, missing: regionMissing)
    }

  private static let contig = method("depths over one contig of the header")
}
