public import ChordaeCore

extension Coverage {
  public static let group = FeatureGroup(
    "aln.coverage", from: .alignment, columns + autosomalColumns,
    tables: [
      FeatureGroup.Table(.contigs, contigColumns), FeatureGroup.Table(.genes, geneColumns),
      FeatureGroup.Table(.intervals, intervalColumns),
    ])

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

  private static let geneColumns: [FeatureColumn] =
    [
      FeatureColumn(
        "gene", "Gene", "The name of the panel's intervals (BED column 4), else contig:start-end.",
        type: .text, unit: .none, method: union),
      FeatureColumn(
        "contig", "Contig", "The contig of the gene, as the panel names it.", type: .text,
        unit: .none, method: union),
      FeatureColumn(
        "length", "Length", "Bases of the union of the gene's intervals.", type: .int64,
        unit: .basePairs, method: union, bounds: .nonNegative),
      FeatureColumn(
        "mean", "Mean depth", "Mean depth of the gene's bases.", type: .float64, unit: .depth,
        method: union, bounds: .nonNegative, missing: regionMissing),
      FeatureColumn(
        "median", "Median depth",
        "The first depth that int(0.5 + length / 2) of the gene's bases have or stay below.",
        type: .int64, unit: .depth, method: union, bounds: .nonNegative, missing: regionMissing),
      FeatureColumn(
        "min", "Least depth", "The least depth of any of the gene's bases.", type: .int64,
        unit: .depth, method: union, bounds: .nonNegative, missing: regionMissing),
    ]
    + PanelRegions.thresholds.dropFirst().map { depth in
      FeatureColumn(
        "breadth_\(depth)x", "Breadth at \(depth)x",
        "Fraction of the gene's bases whose depth is \(depth) or more.", type: .float64, unit: .one,
        method: union, bounds: .fraction, missing: regionMissing)
    }

  private static let union = method(
    "depths over the union of the gene's intervals",
    [Field.Pair("gene", "intervals that share a name on one contig")])

  private static let intervalColumns: [FeatureColumn] =
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
        method: interval, bounds: .nonNegative, missing: regionMissing),
      FeatureColumn(
        "median", "Median depth",
        "The first depth that int(0.5 + length / 2) of the interval's bases have or stay below.",
        type: .int64, unit: .depth, method: interval, bounds: .nonNegative, missing: regionMissing),
    ]
    + PanelRegions.thresholds.map { depth in
      FeatureColumn(
        "bases_\(depth)x", "Bases at \(depth)x",
        "Bases of the interval whose depth is \(depth) or more.", type: .int64, unit: .basePairs,
        method: interval, bounds: .nonNegative, missing: [.notCoordinateSorted])
    }

  private static let interval = method("depths over one line of the panel")
}
