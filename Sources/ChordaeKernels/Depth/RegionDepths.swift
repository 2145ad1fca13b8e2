/// The depths of one region.
public struct RegionDepth: Sendable, Equatable {
  public let length: Int
  /// Summed depth of all bases.
  public let sum: Int
  /// Nil where the region has no bases, as the median and the minimum.
  public let mean: Double?
  /// The first depth at which as many bases as int(0.5 + length / 2) have it or less.
  public let median: Int?
  public let minimum: Int?
  /// Bases at or above each of the thresholds asked for.
  public let basesAtLeast: [Int]
}

extension RegionDepth {
  /// The figures of a region on a contig without reads: depth 0 throughout.
  public static func unread(length: Int, thresholds: [Int32]) -> RegionDepth {
    var histogram = DepthHistogram()
    histogram.begin(length: length)
    histogram.add(depth: 0, bases: length)
    return histogram.summary(thresholds: thresholds)
  }
}

/// Collects the depths of regions while they flow along the contigs.
///
/// A region takes memory from its first base to its last only, and what it took is used again.
struct RegionDepths: Sendable {
  private let layout: RegionLayout
  private let thresholds: [Int32]
  private var partsLeft: [Int32]
  /// The place of each region's histogram while depths flow over it; -1 before and after.
  private var places: [Int32]
  private var histograms: [DepthHistogram] = []
  private var freePlaces: [Int32] = []
  private var finished: [Int: RegionDepth] = [:]

  private var parts: [RegionPart] = []
  private var next = 0
  private var active: [RegionPart] = []
  /// The first end of an active part; past every base without one.
  private var firstEnd = Int.max

  init(_ layout: RegionLayout, thresholds: [Int32]) {
    self.layout = layout
    self.thresholds = thresholds
    partsLeft = layout.partCounts
    places = Array(repeating: -1, count: layout.lengths.count)
  }

  /// Starts a contig; its depths then come from a position, which cuts no part, on.
  mutating func begin(contig: Int, at start: Int = 0) {
    parts = layout.parts(onContig: contig)
    next = start > 0 ? parts.firstIndex { $0.start >= start } ?? parts.count : 0
    active.removeAll()
    firstEnd = Int.max
  }

  /// Whether any region has bases between two positions.
  @inline(__always)
  func want(_ start: Int, _ end: Int) -> Bool {
    !active.isEmpty || next < parts.count && parts[next].start < end
  }

  /// Takes in consecutive bases of one depth.
  @inline(__always)
  mutating func add(depth: Int32, from start: Int, to end: Int) {
    guard want(start, end) else { return }
    visit(depth, start, end)
  }

  /// Gives the figures of the regions that have ended since it was last asked.
  mutating func takeFinished() -> [Int: RegionDepth] {
    defer { finished.removeAll() }
    return finished
  }

  private mutating func visit(_ depth: Int32, _ start: Int, _ end: Int) {
    while next < parts.count, parts[next].start < end {
      open(parts[next])
      next += 1
    }
    for part in active {
      let bases = min(end, part.end) - max(start, part.start)
      histograms[Int(places[part.region])].add(depth: depth, bases: bases)
    }
    if firstEnd <= end { closeParts(endingBy: end) }
  }

  private mutating func open(_ part: RegionPart) {
    active.append(part)
    firstEnd = min(firstEnd, part.end)
    guard places[part.region] < 0 else { return }
    if freePlaces.isEmpty {
      freePlaces.append(Int32(histograms.count))
      histograms.append(DepthHistogram())
    }
    let place = freePlaces.removeLast()
    histograms[Int(place)].begin(length: layout.lengths[part.region])
    places[part.region] = place
  }

  private mutating func closeParts(endingBy end: Int) {
    for part in active where part.end <= end {
      partsLeft[part.region] -= 1
      guard partsLeft[part.region] == 0 else { continue }
      let place = places[part.region]
      finished[part.region] = histograms[Int(place)].summary(thresholds: thresholds)
      places[part.region] = -1
      freePlaces.append(place)
    }
    active.removeAll { $0.end <= end }
    firstEnd = active.reduce(Int.max) { min($0, $1.end) }
  }
}
