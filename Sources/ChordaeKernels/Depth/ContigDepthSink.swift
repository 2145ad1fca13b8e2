/// Counts the depths of one contig by both definitions, and those of regions by mosdepth's.
struct ContigDepthSink: DepthSink {
  private var bins: StretchBins
  /// Bases by depth that the other definition has more (or fewer) of.
  private var difference: [Int32: Int] = [:]
  var regions: RegionDepths

  init(regions: RegionDepths, stretches: [DepthStretch]) {
    self.regions = regions
    bins = StretchBins(stretches)
  }

  /// Starts a contig, whose depths then come from a position on.
  mutating func begin(contig: Int, at start: Int) {
    regions.begin(contig: contig, at: start)
    bins.begin(contig: contig, at: start)
  }

  @inline(__always)
  mutating func add(depth: Int32, from start: Int, to end: Int) {
    bins.add(depth: depth, from: start, to: end)
    regions.add(depth: depth, from: start, to: end)
  }

  @inline(__always)
  mutating func add(
    differences: inout MutableSpan<Int32>, in range: Range<Int>, from start: Int, carry: Int32
  ) -> Int32 {
    if regions.want(start, start + range.count) {
      addToRegions(differences.span.extracting(range), from: start, carry: carry)
    }
    return bins.add(differences: &differences, in: range, from: start, carry: carry)
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

  /// Gives the depth of the contig and of its stretches, and starts again from nothing.
  mutating func take() -> (contig: ContigDepth, stretches: [Int: DepthCounts]) {
    defer { difference.removeAll(keepingCapacity: true) }
    let (all, stretches) = bins.take()
    let depth = ContigDepth(
      counts: all,
      samtoolsDifference: DepthCounts(
        difference.map { DepthCounts.Entry(depth: $0.key, bases: $0.value) }))
    return (depth, stretches)
  }
}
