/// A stretch of a contig whose depths belong to a region; a region may have several, all on one
/// contig, none of which overlap.
public struct RegionPart: Sendable {
  /// Index of the contig.
  public let contig: Int
  public let start: Int
  public let end: Int
  /// Index of the region.
  public let region: Int

  /// A stretch.
  public init(contig: Int, start: Int, end: Int, region: Int) {
    self.contig = contig
    self.start = start
    self.end = end
    self.region = region
  }
}

/// The depths of one region.
public struct RegionDepth: Sendable, Equatable {
  public let length: Int
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
    var histogram = DepthHistogram(length: length)
    histogram.add(depth: 0, bases: length)
    return histogram.summary(thresholds: thresholds)
  }
}

/// Collects the depths of regions while they flow along the contigs.
///
/// A region takes memory from its first base to its last only.
struct RegionDepths: Sendable {
  private let thresholds: [Int32]
  private let partsByContig: [Int: [RegionPart]]
  private let lengths: [Int]
  private var partsLeft: [Int]
  private var open: [Int: DepthHistogram] = [:]
  private var finished: [Int: RegionDepth] = [:]

  private var parts: [RegionPart] = []
  private var next = 0
  private var active: [RegionPart] = []

  init(_ parts: [RegionPart], regionCount: Int, thresholds: [Int32]) {
    self.thresholds = thresholds
    partsByContig = Dictionary(grouping: parts.filter { $0.start < $0.end }) { $0.contig }
      .mapValues { $0.sorted { $0.start < $1.start } }
    lengths = parts.reduce(into: [Int](repeating: 0, count: regionCount)) {
      $0[$1.region] += $1.end - $1.start
    }
    partsLeft = parts.reduce(into: [Int](repeating: 0, count: regionCount)) {
      if $1.start < $1.end { $0[$1.region] += 1 }
    }
  }

  /// Starts a contig; its depths then come from a position, which cuts no part, on.
  mutating func begin(contig: Int, at start: Int = 0) {
    parts = partsByContig[contig] ?? []
    next = start > 0 ? parts.firstIndex { $0.start >= start } ?? parts.count : 0
    active.removeAll()
  }

  /// Whether any region has bases between two positions.
  func want(_ start: Int, _ end: Int) -> Bool {
    !active.isEmpty || next < parts.count && parts[next].start < end
  }

  /// Takes in consecutive bases of one depth.
  mutating func add(depth: Int32, from start: Int, to end: Int) {
    guard want(start, end) else { return }
    visit(start, end) { histogram, from, to in histogram.add(depth: depth, bases: to - from) }
  }

  /// Gives the figures of the regions that have ended since it was last asked.
  mutating func takeFinished() -> [Int: RegionDepth] {
    defer { finished.removeAll() }
    return finished
  }

  private mutating func visit(
    _ start: Int, _ end: Int, _ body: (inout DepthHistogram, Int, Int) -> Void
  ) {
    while next < parts.count, parts[next].start < end {
      active.append(parts[next])
      next += 1
    }
    for part in active {
      let length = lengths[part.region]
      body(
        &open[part.region, default: DepthHistogram(length: length)], max(start, part.start),
        min(end, part.end))
      if part.end <= end { close(part) }
    }
    active.removeAll { $0.end <= end }
  }

  private mutating func close(_ part: RegionPart) {
    partsLeft[part.region] -= 1
    guard partsLeft[part.region] == 0 else { return }
    finished[part.region] = open.removeValue(forKey: part.region)?.summary(thresholds: thresholds)
  }
}
