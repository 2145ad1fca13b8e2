/// Counts the bases of one contig after the other by their depth, those of some stretches apart.
///
/// Depths go to the bins of the stretch that they lie in, so that nothing is counted twice. Bases that
/// are counted elsewhere are left out of the contig's counts and noted for their stretch.
struct StretchBins: Sendable {
  private let stretchesByContig: [Int: [DepthStretch]]
  /// The bins of what lies outside, then those of the stretches by their index.
  private var bins: [DepthBins]
  /// The bins of bases that are counted elsewhere, by the stretches' index.
  private var noted: [DepthBins]
  private var stretches: ArraySlice<DepthStretch> = []
  /// The bins in use, up to `border`.
  private var current = 0
  private var border = Int.max
  private var used: Set<Int> = []

  init(_ stretches: [DepthStretch]) {
    stretchesByContig = Dictionary(grouping: stretches.filter { $0.start < $0.end }) { $0.contig }
      .mapValues { $0.sorted { $0.start < $1.start } }
    for sorted in stretchesByContig.values {
      precondition(
        zip(sorted, sorted.dropFirst()).allSatisfy { $0.end <= $1.start }, "stretches lie apart")
    }
    let count = stretches.reduce(0) { max($0, $1.index + 1) }
    bins = [DepthBins](repeating: DepthBins(), count: count + 1)
    noted = [DepthBins](repeating: DepthBins(), count: count)
  }

  /// Starts a contig, whose depths then come from a position on; what was counted must be taken.
  mutating func begin(contig: Int, at start: Int) {
    stretches = (stretchesByContig[contig] ?? []).drop { $0.end <= start }
    used = Set(stretches.map { $0.index + 1 })
    enter(start)
  }

  /// Takes in a stretch of one depth.
  @inline(__always)
  mutating func add(depth: Int32, from start: Int, to end: Int) {
    if end <= border {
      bins[current].add(depth: depth, bases: end - start)
    } else {
      addInParts(depth, from: start, to: end)
    }
  }

  /// Takes in a range of differences, as `DepthSink` says.
  @inline(__always)
  mutating func add(
    differences: inout MutableSpan<Int32>, in range: Range<Int>, from start: Int, carry: Int32
  ) -> Int32 {
    if start + range.count <= border {
      return bins[current].add(differences: &differences, in: range, carry: carry)
    }
    return addInParts(&differences, in: range, from: start, carry: carry)
  }

  /// Whether a stretch has bases in a range.
  func haveStretch(in range: Range<Int>) -> Bool {
    stretches.contains { $0.start < range.upperBound && $0.end > range.lowerBound }
  }

  /// Takes in a stretch of one depth that is counted elsewhere.
  mutating func note(depth: Int32, from start: Int, to end: Int) {
    for stretch in stretches where stretch.start < end && stretch.end > start {
      let bases = min(end, stretch.end) - max(start, stretch.start)
      noted[stretch.index].add(depth: depth, bases: bases)
    }
  }

  /// Gives the contig's counts and those of its stretches, and starts again from nothing.
  mutating func take() -> (all: DepthCounts, stretches: [Int: DepthCounts]) {
    var all = bins[0].take()
    var apart: [Int: DepthCounts] = [:]
    for index in used {
      var counts = bins[index].take()
      all.add(counts)
      counts.add(noted[index - 1].take())
      apart[index - 1] = counts
    }
    return (all, apart)
  }

  /// Chooses the bins for what comes from a position on.
  private mutating func enter(_ position: Int) {
    stretches = stretches.drop { $0.end <= position }
    guard let next = stretches.first else {
      (current, border) = (0, .max)
      return
    }
    let isInside = next.start <= position
    (current, border) = isInside ? (next.index + 1, next.end) : (0, next.start)
  }

  private mutating func addInParts(_ depth: Int32, from start: Int, to end: Int) {
    var place = start
    while place < end {
      if place >= border { enter(place) }
      let stop = min(end, border)
      bins[current].add(depth: depth, bases: stop - place)
      place = stop
    }
  }

  private mutating func addInParts(
    _ differences: inout MutableSpan<Int32>, in range: Range<Int>, from start: Int, carry: Int32
  ) -> Int32 {
    var (place, depth) = (range.lowerBound, carry)
    let origin = start - range.lowerBound
    while place < range.upperBound {
      if origin + place >= border { enter(origin + place) }
      let stop = min(range.upperBound, border == .max ? .max : border - origin)
      depth = bins[current].add(differences: &differences, in: place..<stop, carry: depth)
      place = stop
    }
    return depth
  }
}
