internal import ChordaeCore
internal import ChordaeKernels

extension GeneCoverage {
  private static let missing: [MissingReason] = [.noBases, .notCoordinateSorted]

  private static let gene = method("depths over the union of the gene's intervals")

  private static let interval = Coverage.method("depths over one line of the panel")

  static let geneColumns: [FeatureColumn] =
    [
      FeatureColumn(
        "gene", "Gene", "The name of the panel's intervals (BED column 4), else contig:start-end.",
        type: .text, unit: .none, method: gene),
      FeatureColumn(
        "contig", "Contig", "The contig of the gene, as the panel names it.", type: .text,
        unit: .none, method: gene),
      FeatureColumn(
        "length", "Length", "Bases of the union of the gene's intervals.", type: .int64,
        unit: .basePairs, method: gene, bounds: .nonNegative),
      FeatureColumn(
        "mean", "Mean depth", "Mean depth of the gene's bases.", type: .float64, unit: .depth,
        method: gene, bounds: .nonNegative, missing: missing),
      FeatureColumn(
        "median", "Median depth",
        "The first depth that int(0.5 + length / 2) of the gene's bases have or stay below.",
        type: .int64, unit: .depth, method: gene, bounds: .nonNegative, missing: missing),
      FeatureColumn(
        "min", "Least depth", "The least depth of any of the gene's bases.", type: .int64,
        unit: .depth, method: gene, bounds: .nonNegative, missing: missing),
    ]
    + PanelRegions.thresholds.dropFirst().map { depth in
      FeatureColumn(
        "breadth_\(depth)x", "Breadth at \(depth)x",
        "Fraction of the gene's bases whose depth is \(depth) or more.", type: .float64, unit: .one,
        method: gene, bounds: .fraction, missing: missing)
    } + geneCallabilityColumns

  private static let geneCallabilityColumns: [FeatureColumn] = [
    FeatureColumn(
      "bases_below_10x", "Bases below 10x", "Bases of the gene whose depth is below 10.",
      type: .int64, unit: .basePairs, method: gene, bounds: .nonNegative,
      missing: [.notCoordinateSorted]),
    FeatureColumn(
      "callable_fraction", "Callable fraction",
      "Fraction of the gene's bases at which a variant could be called.", type: .float64,
      unit: .one, method: callable("callable bases / gene length"), bounds: .fraction,
      missing: missing + [.noBaseQualities]),
    FeatureColumn(
      "low_mapq_fraction", "Fraction of low mapping quality",
      "Fraction of the reads' bases on the gene that belong to reads of mapping quality 0 or 1:"
        + " reads that would fit elsewhere as well.", type: .float64, unit: .one,
      method: lowMappingQuality(), bounds: .fraction,
      missing: [.notCoordinateSorted, .zeroDenominator]),
    FeatureColumn(
      "worst_interval_mean", "Mean depth of the worst interval",
      "The least mean depth of any of the gene's intervals, such as an exon that was missed.",
      type: .float64, unit: .depth,
      method: method("least of the mean depths of the panel's lines of the gene"),
      bounds: .nonNegative, missing: missing),
  ]

  static let intervalColumns: [FeatureColumn] =
    [
      FeatureColumn(
        "contig", "Contig", "The contig of the interval, as the panel names it.", type: .text,
        unit: .none, method: interval),
      FeatureColumn(
        "start", "Start", "0-based start of the interval.", type: .int64, unit: .basePairs,
        method: interval, bounds: .nonNegative),
      FeatureColumn(
        "end", "End", "0-based end of the interval, past its last base.", type: .int64,
        unit: .basePairs, method: interval, bounds: .nonNegative),
      FeatureColumn(
        "name", "Name", "The interval's name (BED column 4).", type: .text, unit: .none,
        method: interval),
      FeatureColumn(
        "mean", "Mean depth", "Mean depth of the interval's bases.", type: .float64, unit: .depth,
        method: interval, bounds: .nonNegative, missing: missing),
      FeatureColumn(
        "median", "Median depth",
        "The first depth that int(0.5 + length / 2) of the interval's bases have or stay below.",
        type: .int64, unit: .depth, method: interval, bounds: .nonNegative, missing: missing),
    ]
    + PanelRegions.thresholds.map { depth in
      FeatureColumn(
        "bases_\(depth)x", "Bases at \(depth)x",
        "Bases of the interval whose depth is \(depth) or more.", type: .int64, unit: .basePairs,
        method: interval, bounds: .nonNegative, missing: [.notCoordinateSorted])
    }
}
