/// Counts the depths of one contig outside its gaps (stretches without a base in the reference).
struct TerritoryDepthSink: DepthSink {
  private var bins = DepthBins()
  private var gaps: [Range<Int32>] = []
  /// The first gap that does not lie before the current position.
  private var next = 0

  /// Starts a contig with its gaps in ascending order; depths then come from a position on.
  mutating func begin(gaps: [Range<Int32>], at start: Int) {
    self.gaps = gaps
    next = gaps.firstIndex { $0.upperBound > start } ?? gaps.count
  }

  @inline(__always)
  mutating func add(depth: Int32, from start: Int, to end: Int) {
    bins.add(depth: depth, bases: end - start - gapBases(start, end))
  }

  @inline(__always)
  mutating func add(
    differences: inout MutableSpan<Int32>, in range: Range<Int>, from start: Int, carry: Int32
  ) -> Int32 {
    guard next < gaps.count, gaps[next].lowerBound < start + range.count else {
      return bins.add(differences: &differences, in: range, carry: carry)
    }
    return addAroundGaps(&differences, in: range, from: start, carry: carry)
  }

  private mutating func addAroundGaps(
    _ differences: inout MutableSpan<Int32>, in range: Range<Int>, from start: Int, carry: Int32
  ) -> Int32 {
    var (depth, runStart) = (carry, range.lowerBound)
    let origin = start - range.lowerBound
    for index in range where differences[index] != 0 {
      add(depth: depth, from: origin + runStart, to: origin + index)
      depth += differences[index]
      differences[index] = 0
      runStart = index
    }
    add(depth: depth, from: origin + runStart, to: origin + range.upperBound)
    return depth
  }

  /// Bases of gaps between two positions, of which the first never goes back.
  private mutating func gapBases(_ start: Int, _ end: Int) -> Int {
    var sum = 0
    while next < gaps.count, gaps[next].lowerBound < end {
      let gap = gaps[next]
      sum += max(0, min(end, Int(gap.upperBound)) - max(start, Int(gap.lowerBound)))
      guard gap.upperBound <= end else { break }
      next += 1
    }
    return sum
  }

  /// Gives the depths of what has flowed by and starts again from nothing.
  mutating func take() -> DepthCounts { bins.take() }
}
