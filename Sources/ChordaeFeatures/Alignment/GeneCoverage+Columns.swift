public import ChordaeCore
internal import ChordaeKernels

extension GeneCoverage {
  public static let group = FeatureGroup(
    "aln.genes", from: .alignment, columns,
    tables: [
      FeatureGroup.Table(.genes, geneColumns), FeatureGroup.Table(.intervals, intervalColumns),
    ], settings: .panel)

  private static let missing: [MissingReason] = [.noPanel, .notCoordinateSorted]

  private static let genes = Field.Pair(
    "gene", "the union of the panel's intervals that share a name (BED column 4) on one contig")

  private static let summed = Field.Pair(
    "base_of_two_genes", "counts for each of them: the figures follow from the rows of the table")

  static func method(_ algorithm: String, _ more: [Field.Pair] = []) -> Method {
    Coverage.method(algorithm, [genes] + more)
  }

  private static let reads = [
    Field.Pair("excluded_flags", "0x704 (unmapped, secondary, QC fail, duplicate)"),
    Field.Pair("counted_operations", "M, =, X"),
    Field.Pair("mate_overlap", "both mates count"),
  ]

  private static let rule =
    reads + [
      Field.Pair("minimum_depth", "\(ReadCallability.minimumDepth)"),
      Field.Pair("minimum_mapping_quality", "\(ReadCallability.minimumMappingQuality)"),
      Field.Pair(
        "minimum_base_quality",
        "\(ReadCallability.minimumBaseQuality); a base without a quality does not reach it"),
      Field.Pair(
        "mapping_quality_0",
        "fewer than 1 in \(ReadCallability.unplacedReadShare) of the base's reads of any mapping and"
          + " base quality"),
      Field.Pair("base_without_reads", "not callable"),
    ]

  static func callable(_ algorithm: String, _ more: [Field.Pair] = []) -> Method {
    Method(
      algorithm, parameters: rule + [genes] + more,
      citation: "in the manner of GATK CallableLoci (McKenna et al., Genome Research"
        + " 2010;20:1297), with these thresholds; reads of enough quality as in samtools depth"
        + " -q 20 -Q 20 -G 0x704")
  }

  static func lowMappingQuality(_ more: [Field.Pair] = []) -> Method {
    Method(
      "bases of reads of mapping quality 0 or 1 / bases of all reads",
      parameters: reads + [genes] + more,
      citation: "fraction of reads with low mapping quality of GATK CallableLoci (McKenna et al.,"
        + " Genome Research 2010;20:1297), over whole genes")
  }

  private static let columns: [FeatureColumn] =
    [
      FeatureColumn(
        "aln.genes.count", "Genes", "How many genes the panel has.", type: .int64, unit: .count,
        method: method("count of genes"), bounds: .nonNegative, missing: missing),
      FeatureColumn(
        "aln.genes.mean", "Mean depth of the panel's genes",
        "Summed depth of the bases of all genes over their number.", type: .float64, unit: .depth,
        method: method("sum of depths / sum of gene lengths", [summed]), bounds: .nonNegative,
        missing: missing + [.noBases]),
      FeatureColumn(
        "aln.genes.breadth_20x", "Breadth of the panel's genes at 20x",
        "Fraction of the bases of all genes whose depth is 20 or more.", type: .float64, unit: .one,
        method: method("bases at or above the depth / sum of gene lengths", [summed]),
        bounds: .fraction, missing: missing + [.noBases]),
      FeatureColumn(
        "aln.genes.bases_below_10x", "Bases of the panel's genes below 10x",
        "Bases of all genes whose depth is below 10.", type: .int64, unit: .basePairs,
        method: method("count of bases below the depth", [summed]), bounds: .nonNegative,
        missing: missing),
    ] + callabilityColumns

  private static let callabilityColumns: [FeatureColumn] = [
    FeatureColumn(
      "aln.genes.callable_fraction", "Callable fraction of the panel's genes",
      "Fraction of the bases of all genes at which a variant could be called.", type: .float64,
      unit: .one, method: callable("callable bases / sum of gene lengths", [summed]),
      bounds: .fraction, missing: missing + [.noBases, .noBaseQualities]),
    FeatureColumn(
      "aln.genes.worst_callable_fraction", "Callable fraction of the worst gene",
      "The least callable fraction of any gene of the panel.", type: .float64, unit: .one,
      method: callable("least of callable bases / gene length"), bounds: .fraction,
      missing: missing + [.noBases, .noBaseQualities]),
    FeatureColumn(
      "aln.genes.fully_callable_fraction", "Fraction of genes callable throughout",
      "Fraction of the panel's genes at every base of which a variant could be called.",
      type: .float64, unit: .one,
      method: callable("genes whose bases are all callable / genes with bases"), bounds: .fraction,
      missing: missing + [.noBases, .noBaseQualities]),
    FeatureColumn(
      "aln.genes.low_mapq_fraction", "Fraction of low mapping quality in the panel's genes",
      "Fraction of the reads' bases on all genes that belong to reads of mapping quality 0 or 1:"
        + " reads that would fit elsewhere as well.", type: .float64, unit: .one,
      method: lowMappingQuality([summed]), bounds: .fraction, missing: missing + [.zeroDenominator]),
  ]
}
