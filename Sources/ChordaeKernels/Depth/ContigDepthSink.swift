/// Counts the depths of one contig by both definitions, and those of regions and of targets by
/// mosdepth's.
struct ContigDepthSink: DepthSink {
  /// The depths of the bases that lie on no target.
  private var bins: StretchBins
  /// Bases by depth that the other definition has more (or fewer) of.
  private var difference: [Int32: Int] = [:]
  var regions: RegionDepths
  private var targets: TargetDepths

  init(regions: RegionDepths, targets: TargetDepths, stretches: [DepthStretch]) {
    bins = StretchBins(stretches)
    self.regions = regions
    self.targets = targets
  }

  /// Starts a contig; its depths then come from a position on.
  mutating func begin(contig: Int, at start: Int) {
    regions.begin(contig: contig, at: start)
    targets.begin(contig: contig, at: start)
    bins.begin(contig: contig, at: start)
  }

  @inline(__always)
  mutating func add(depth: Int32, from start: Int, to end: Int) {
    regions.add(depth: depth, from: start, to: end)
    if targets.want(before: end) {
      addInPieces(depth: depth, from: start, to: end)
    } else {
      bins.add(depth: depth, from: start, to: end)
    }
  }

  @inline(__always)
  mutating func add(
    differences: inout MutableSpan<Int32>, in range: Range<Int>, from start: Int, carry: Int32
  ) -> Int32 {
    if regions.want(start, start + range.count) {
      addToRegions(differences.span.extracting(range), from: start, carry: carry)
    }
    guard targets.want(before: start + range.count) else {
      return bins.add(differences: &differences, in: range, from: start, carry: carry)
    }
    return addInPieces(&differences, in: range, from: start, carry: carry)
  }

  private mutating func addInPieces(depth: Int32, from start: Int, to end: Int) {
    var position = start
    while position < end {
      let piece = targets.piece(from: position, to: end)
      if piece.isOnTarget {
        targets.bins.add(depth: depth, bases: piece.end - position)
        bins.note(depth: depth, from: position, to: piece.end)
        targets.pass(piece.end)
      } else {
        bins.add(depth: depth, from: position, to: piece.end)
      }
      position = piece.end
    }
  }

  private mutating func addInPieces(
    _ differences: inout MutableSpan<Int32>, in range: Range<Int>, from start: Int, carry: Int32
  ) -> Int32 {
    let end = start + range.count
    let shift = range.lowerBound - start
    var (position, depth) = (start, carry)
    while position < end {
      let piece = targets.piece(from: position, to: end)
      let places = position + shift..<piece.end + shift
      if piece.isOnTarget {
        depth = addOnTarget(&differences, in: places, from: position, carry: depth)
        targets.pass(piece.end)
      } else {
        depth = bins.add(differences: &differences, in: places, from: position, carry: depth)
      }
      position = piece.end
    }
    return depth
  }

  private mutating func addOnTarget(
    _ differences: inout MutableSpan<Int32>, in places: Range<Int>, from start: Int, carry: Int32
  ) -> Int32 {
    guard bins.haveStretch(in: start..<start + places.count) else {
      return targets.bins.add(differences: &differences, in: places, carry: carry)
    }
    // Few bases are on a target and on a stretch: they are counted for both one by one.
    var depth = carry
    for (offset, place) in places.enumerated() {
      depth += differences[place]
      differences[place] = 0
      targets.bins.add(depth: depth, bases: 1)
      bins.note(depth: depth, from: start + offset, to: start + offset + 1)
    }
    return depth
  }

  private mutating func addToRegions(
    _ differences: Span<Int32>, from start: Int, carry: Int32
  ) {
    var (depth, runStart) = (carry, 0)
    for index in differences.indices where differences[index] != 0 {
      if index > runStart {
        regions.add(depth: depth, from: start + runStart, to: start + index)
      }
      depth += differences[index]
      runStart = index
    }
    regions.add(depth: depth, from: start + runStart, to: start + differences.count)
  }

  mutating func correct(depth: Int32, to corrected: Int32) {
    difference[depth, default: 0] -= 1
    difference[corrected, default: 0] += 1
  }

  /// What was counted of a contig.
  struct Counts {
    let contig: ContigDepth
    let targets: TargetDepth
    let stretches: [Int: DepthCounts]
  }

  /// Gives the depths of the contig, of its targets and of its stretches, and starts again from
  /// nothing.
  mutating func take() -> Counts {
    defer { difference.removeAll(keepingCapacity: true) }
    let onTarget = targets.take()
    let (rest, stretches) = bins.take()
    var counts = rest
    counts.add(onTarget.counts)
    let corrections = difference.map { DepthCounts.Entry(depth: $0.key, bases: $0.value) }
    let contig = ContigDepth(counts: counts, samtoolsDifference: DepthCounts(corrections))
    return Counts(contig: contig, targets: onTarget, stretches: stretches)
  }
}
