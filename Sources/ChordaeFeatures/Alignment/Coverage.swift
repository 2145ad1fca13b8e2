public import ChordaeCore
internal import ChordaeKernels

/// Depth and breadth of coverage over all contigs.
public struct Coverage: AlignmentFeature {
  static let breadths: [Int32] = [1, 5, 10, 15, 20, 30, 50, 100]

  public static let fields: AlignmentFields = []
  public static let analyses: AlignmentAnalyses = [.depth]

  /// A group that follows from the depth profile alone.
  public init(_ context: AlignmentContext) {}

  /// Gives mean, greatest depth and breadths.
  public func finish(_ alignment: PreparedAlignment, into output: inout FeatureOutput) {
    let count = Self.group.columns.count
    guard alignment.depth != nil else { return output.appendMissing(count, .notCoordinateSorted) }
    let counts = alignment.depthCounts(ofContigs: alignment.contigs.indices)
    guard let counts, counts.length > 0 else { return output.appendMissing(count, .noContigs) }
    output.append(counts.mean, else: .noContigs)
    output.append(counts.maximum ?? 0)
    for depth in Self.breadths {
      output.append(.number(Double(counts.bases(atLeast: depth)) / Double(counts.length)))
    }
  }
}
