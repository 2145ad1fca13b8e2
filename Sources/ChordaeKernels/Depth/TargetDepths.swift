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

/// Counts the depths of targets while they flow by.
///
/// Bases on targets are counted beside the contig's own. No target is cut by a chunk's ends.
struct TargetDepths: Sendable {
  /// A stretch that lies on a target as a whole, or on none.
  struct Piece {
    let end: Int
    let isOnTarget: Bool
  }

  private let targets: MergedIntervals
  private var stretches: [Range<Int>] = []
  private var next = 0
  /// Start of the next target, or of the one that depths flow over; past every base without one.
  private var nextStart = Int.max
  /// The depths of the contig's targets.
  var bins = DepthBins()
  /// Bases of depth 0 of the contig's targets before the current one.
  private var zerosBefore = 0
  private var coveredCount = 0
  private var coveredBases = 0

  init(_ targets: MergedIntervals) {
    self.targets = targets
  }

  /// Starts a contig; its depths then come from a position, which cuts no target, on.
  mutating func begin(contig: Int, at start: Int = 0) {
    stretches = targets[contig]
    next = start > 0 ? stretches.firstIndex { $0.lowerBound >= start } ?? stretches.count : 0
    nextStart = next < stretches.count ? stretches[next].lowerBound : Int.max
  }

  /// Whether any target has bases before a position that have not flowed by.
  @inline(__always)
  func want(before end: Int) -> Bool { nextStart < end }

  /// The first piece of a stretch.
  func piece(from start: Int, to end: Int) -> Piece {
    guard nextStart < end else { return Piece(end: end, isOnTarget: false) }
    guard start >= nextStart else { return Piece(end: nextStart, isOnTarget: false) }
    return Piece(end: min(end, stretches[next].upperBound), isOnTarget: true)
  }

  /// Takes in that the bases before a position have flowed into `bins`.
  mutating func pass(_ position: Int) {
    guard next < stretches.count, position == stretches[next].upperBound else { return }
    let zeros = bins.bases(ofDepth: 0)
    if zeros - zerosBefore < stretches[next].count {
      coveredCount += 1
      coveredBases += stretches[next].count
    }
    zerosBefore = zeros
    next += 1
    nextStart = next < stretches.count ? stretches[next].lowerBound : Int.max
  }

  /// Gives what was counted and starts again from nothing.
  mutating func take() -> TargetDepth {
    defer { (coveredCount, coveredBases, zerosBefore) = (0, 0, 0) }
    guard !stretches.isEmpty else { return TargetDepth() }
    return TargetDepth(
      counts: bins.take(), coveredCount: coveredCount, coveredBases: coveredBases)
  }
}
