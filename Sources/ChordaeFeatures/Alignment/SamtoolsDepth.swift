public import ChordaeCore
internal import ChordaeKernels

/// Depth and breadth of coverage over all contigs by the definition of `samtools depth -s`.
public struct SamtoolsDepth: AlignmentFeature {
  public static let fields: AlignmentFields = []
  public static let analyses: AlignmentAnalyses = [.depth]

  /// A group that follows from the depth profile alone.
  public init(_ context: AlignmentContext) {}

  /// Gives mean, greatest depth and breadths.
  public func finish(_ alignment: PreparedAlignment, into output: inout FeatureOutput) {
    let counts = alignment.depthCounts(ofContigs: alignment.contigs.indices, by: .samtools)
    let count = Self.group.columns.count
    guard let counts else { return output.appendMissing(count, .notCoordinateSorted) }
    guard counts.length > 0 else { return output.appendMissing(count, .noContigs) }
    output.append(counts.mean, else: .noContigs)
    output.append(counts.maximum ?? 0)
    for depth in Coverage.breadths { output.append(.number(counts.fraction(atLeast: depth))) }
  }
}

extension SamtoolsDepth {
  public static let group = FeatureGroup("aln.depth", from: .alignment, columns)

  private static let missing: [MissingReason] = [.noContigs, .notCoordinateSorted]

  private static let rules = [
    Field.Pair("excluded_flags", "0x704 (unmapped, secondary, QC fail, duplicate)"),
    Field.Pair("counted_operations", "M, =, X"),
    Field.Pair(
      "mate_overlap",
      "where both mates are mapped, the read that comes later counts from where the earlier one of"
        + " the same name ends; a read waits for a later one where its mate starts at or before its"
        + " end"),
    Field.Pair(
      "names",
      "forgotten once the reads have passed the end of the earlier one, and at the contig's end, as"
        + " where the command runs on one contig at a time (-r): over a whole file it remembers them,"
        + " and cuts supplementary alignments on a later contig by the place where a read of their"
        + " template ended on an earlier one"),
    Field.Pair("minimum_mapping_quality", "0"),
    Field.Pair("minimum_base_quality", "0"),
  ]

  private static func method(_ algorithm: String) -> Method {
    Method(
      algorithm, parameters: rules,
      citation: "samtools depth -s -aa -G 0x704 (samtools 1.16.1, bam2depth.c)")
  }

  private static let columns: [FeatureColumn] =
    [
      FeatureColumn(
        "aln.depth.mean", "Mean depth by samtools",
        "Summed depth of all positions over the summed length of all contigs of the header, those"
          + " without reads included.",
        type: .float64, unit: .depth, method: method("sum of depths / sum of contig lengths"),
        bounds: .nonNegative, missing: missing),
      FeatureColumn(
        "aln.depth.max", "Greatest depth by samtools",
        "The greatest depth of any position of any contig.", type: .int64, unit: .depth,
        method: method("maximum of depths"), bounds: .nonNegative, missing: missing),
    ]
    + Coverage.breadths.map { depth in
      FeatureColumn(
        "aln.depth.breadth_\(depth)x", "Breadth at \(depth)x by samtools",
        "Fraction of the positions of all contigs of the header whose depth is \(depth) or more.",
        type: .float64, unit: .one,
        method: method("positions at or above the depth / sum of contig lengths"),
        bounds: .fraction, missing: missing)
    }
}
