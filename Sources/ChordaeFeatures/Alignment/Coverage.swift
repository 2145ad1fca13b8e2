public import ChordaeCore
internal import ChordaeKernels

/// Depth and breadth of coverage over all contigs.
public struct Coverage: AlignmentFeature {
  static let breadths: [Int32] = [1, 5, 10, 15, 20, 30, 50, 100]

  public static let fields: AlignmentFields = []
  public static let analyses: AlignmentAnalyses = [.depth]

  /// A group that follows from the depth profile alone.
  public init(_ context: AlignmentContext) {}

  /// Gives the figures of all contigs and of the autosomes, and the rows of contigs.
  public func finish(_ alignment: PreparedAlignment, into output: inout FeatureOutput) {
    appendContigs(of: alignment, into: &output)
    let count = Self.group.columns.count
    let counts = alignment.depthCounts(ofContigs: alignment.contigs.indices)
    guard let counts else { return output.appendMissing(count, .notCoordinateSorted) }
    guard counts.length > 0 else { return output.appendMissing(count, .noContigs) }
    output.append(counts.mean, else: .noContigs)
    output.append(counts.maximum ?? 0)
    for depth in Self.breadths { output.append(.number(counts.fraction(atLeast: depth))) }
    appendAutosomes(of: alignment, into: &output)
  }

  private func appendAutosomes(of alignment: PreparedAlignment, into output: inout FeatureOutput) {
    let counts = alignment.depthCounts(ofContigs: alignment.autosomes) ?? DepthCounts()
    guard let mean = counts.mean, let reached = counts.depth(reachedByPercent: 80) else {
      return output.appendMissing(Self.autosomalColumns.count, .noAutosomes)
    }
    output.append(.number(mean))
    output.append(FeatureValue(counts.median, else: .noAutosomes))
    output.append(FeatureValue(counts.medianAbsoluteDeviation, else: .noAutosomes))
    output.append(reached > 0 ? mean / Double(reached) : nil, else: .zeroDenominator)
  }

  /// Appends a row for each contig of the header; figures are null where nothing is known of them.
  private func appendContigs(of alignment: PreparedAlignment, into output: inout FeatureOutput) {
    guard output.wants(.contigs) else { return }
    for (index, contig) in alignment.contigs.enumerated() {
      let figures =
        alignment.depth.map { $0.counts(ofContig: index, length: contig.length) }.map(Self.figures)
      output.appendRow(
        to: .contigs,
        [.text(contig.name), .integer(Int64(contig.length))]
          + (figures ?? Array(repeating: .missing(nil), count: 4 + Self.breadths.count)))
    }
  }

  private static func figures(_ counts: DepthCounts) -> [FeatureValue] {
    let isEmpty = counts.length == 0
    return [
      .integer(Int64(counts.sum)), FeatureValue(counts.mean, else: .noBases),
      FeatureValue(counts.minimum, else: .noBases), FeatureValue(counts.maximum, else: .noBases),
    ] + breadths.map { isEmpty ? .missing(.noBases) : .number(counts.fraction(atLeast: $0)) }
  }
}

extension DepthCounts {
  /// The fraction of the bases whose depth is at least so much; there must be bases.
  func fraction(atLeast depth: Int32) -> Double {
    Double(bases(atLeast: depth)) / Double(length)
  }
}
