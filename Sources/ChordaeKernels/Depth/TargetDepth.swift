/// Depths of the bases of a capture kit's targets: how many bases have each, and which targets have
/// no base that a read lies on.
public struct TargetDepth: Sendable, Equatable {
  /// Bases by depth, of the targets that depths have flowed over; those of depth 0 may be left out.
  public private(set) var counts = DepthCounts()
  /// Targets of which at least one base has a depth above 0.
  public private(set) var coveredCount = 0
  /// Bases of those targets.
  public private(set) var coveredBases = 0

  /// The depth of nothing.
  public init() {}

  init(counts: DepthCounts, coveredCount: Int, coveredBases: Int) {
    self.counts = counts
    self.coveredCount = coveredCount
    self.coveredBases = coveredBases
  }

  /// Adds the depths of further targets.
  mutating func add(_ other: TargetDepth) {
    counts.add(other.counts)
    coveredCount += other.coveredCount
    coveredBases += other.coveredBases
  }
}
