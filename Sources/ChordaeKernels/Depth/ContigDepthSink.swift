/// Counts the depths of one contig by both definitions, and those of regions and of targets by
/// mosdepth's.
struct ContigDepthSink: DepthSink {
  private var bins: StretchBins
  /// Bases by depth that the other definition has more (or fewer) of.
  private var difference: [Int32: Int] = [:]
  var regions: RegionDepths
  private var targets: TargetDepths

  init(regions: RegionDepths, targets: TargetDepths, stretches: [DepthStretch]) {
    self.regions = regions
    self.targets = targets
    bins = StretchBins(stretches)
  }

  /// Starts a contig; its depths then come from a position on.
  mutating func begin(contig: Int, at start: Int) {
    regions.begin(contig: contig, at: start)
    targets.begin(contig: contig, at: start)
    bins.begin(contig: contig, at: start)
  }

  @inline(__always)
  mutating func add(depth: Int32, from start: Int, to end: Int) {
    bins.add(depth: depth, from: start, to: end)
    regions.add(depth: depth, from: start, to: end)
    if targets.want(before: end) { addToTargets(depth: depth, from: start, to: end) }
  }

  @inline(__always)
  mutating func add(
    differences: inout MutableSpan<Int32>, in range: Range<Int>, from start: Int, carry: Int32
  ) -> Int32 {
    if regions.want(start, start + range.count) || targets.want(before: start + range.count) {
      addToRegions(differences.span.extracting(range), from: start, carry: carry)
    }
    return bins.add(differences: &differences, in: range, from: start, carry: carry)
  }

  private mutating func addToTargets(depth: Int32, from start: Int, to end: Int) {
    var position = start
    while position < end {
      let piece = targets.piece(from: position, to: end)
      if piece.isOnTarget {
        targets.bins.add(depth: depth, bases: piece.end - position)
        targets.pass(piece.end)
      }
      position = piece.end
    }
  }

  private mutating func addToRegions(
    _ differences: Span<Int32>, from start: Int, carry: Int32
  ) {
    var (depth, runStart) = (carry, 0)
    for index in differences.indices where differences[index] != 0 {
      if index > runStart {
        addRun(depth, from: start + runStart, to: start + index)
      }
      depth += differences[index]
      runStart = index
    }
    addRun(depth, from: start + runStart, to: start + differences.count)
  }

  mutating func correct(depth: Int32, to corrected: Int32) {
    difference[depth, default: 0] -= 1
    difference[corrected, default: 0] += 1
  }

  private mutating func addRun(_ depth: Int32, from start: Int, to end: Int) {
    regions.add(depth: depth, from: start, to: end)
    if targets.want(before: end) { addToTargets(depth: depth, from: start, to: end) }
  }

  /// What was counted of a contig.
  struct Taken {
    let contig: ContigDepth
    let targets: TargetDepth
    let stretches: [Int: DepthCounts]
  }

  /// Gives what was counted of the contig and starts again from nothing.
  mutating func take() -> Taken {
    defer { difference.removeAll(keepingCapacity: true) }
    let (all, stretches) = bins.take()
    let corrections = difference.map { DepthCounts.Entry(depth: $0.key, bases: $0.value) }
    return Taken(
      contig: ContigDepth(counts: all, samtoolsDifference: DepthCounts(corrections)),
      targets: targets.take(), stretches: stretches)
  }
}
