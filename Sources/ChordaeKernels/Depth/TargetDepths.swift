/// Takes the depths of targets apart from those of the rest of a contig while they flow by.
///
/// Each base is counted once, among the targets' or among the rest, so that targets cost no more than
/// the cuts at their ends. No target is cut by a chunk's ends.
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
