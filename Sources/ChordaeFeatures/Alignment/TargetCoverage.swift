public import ChordaeCore
internal import ChordaeKernels

/// Depth and breadth of coverage over the targets of the capture kit that the manifest names: for an
/// exome the mean over the whole genome says nothing.
public struct TargetCoverage: AlignmentFeature {
  static let breadths: [Int32] = [1, 10, 20, 30, 50, 100]

  public static let fields: AlignmentFields = []
  public static let analyses: AlignmentAnalyses = [.depth, .targets]

  /// A group that follows from the depth profile alone.
  public init(_ context: AlignmentContext) {}

  /// Gives the figures of all targets together.
  public func finish(_ alignment: PreparedAlignment, into output: inout FeatureOutput) {
    let count = Self.group.columns.count
    guard let targets = alignment.regions.targets else {
      return output.appendMissing(count, alignment.context.targetsFault ?? .noTargets)
    }
    guard let profile = alignment.depth else {
      return output.appendMissing(count, .notCoordinateSorted)
    }
    let counts = profile.targets.counts.filled(to: targets.baseCount)
    output.append(targets.count)
    output.append(targets.baseCount)
    output.append(targets.count - profile.targets.coveredCount)
    output.append(counts.mean, else: .noBases)
    output.append(FeatureValue(counts.median, else: .noBases))
    for depth in Self.breadths {
      output.append(Self.ratio(counts.bases(atLeast: depth), counts.length), else: .noBases)
    }
    output.append(Self.fold80(profile.targets), else: .zeroDenominator)
    let all = profile.contigs.values.reduce(0) { $0 + $1.counts.sum }
    output.append(Self.ratio(counts.sum, all), else: .zeroDenominator)
  }

  /// Mean depth of the targets that reads lie on over the depth that a fifth of their bases have or
  /// stay below; nil where that is 0.
  static func fold80(_ targets: TargetDepth) -> Double? {
    let counts = targets.counts.filled(to: targets.coveredBases)
    guard let mean = counts.mean, let depth = counts.depth(ofRank: (counts.length + 4) / 5),
      depth > 0
    else { return nil }
    return mean / Double(depth)
  }

  private static func ratio(_ part: Int, _ whole: Int) -> Double? {
    whole > 0 ? Double(part) / Double(whole) : nil
  }
}
