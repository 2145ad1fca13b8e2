/// Intervals between heartbeats in order of time, sixteen bytes an interval.
///
/// Which intervals there are is the caller's choice: those between normal beats (NN), or those of any
/// other kind. What was left out between two of them is a hole; samples that are missing are a gap.
public struct RRSeries: Sendable, Equatable {
  /// Seconds of left-out intervals that end a stretch.
  public static let longestHoleSeconds = 4.0

  /// Length of each interval in ms.
  public private(set) var milliseconds: [Double] = []
  /// Seconds from the recording's first sample to each interval's end.
  public private(set) var ends: [Double] = []
  /// Places of intervals that follow each other beat by beat, nothing left out between them.
  public private(set) var runs: [Range<Int>] = []
  /// Places of intervals between which there is no gap and no hole of more than four seconds.
  public private(set) var stretches: [Range<Int>] = []

  /// Number of intervals.
  public var count: Int { milliseconds.count }

  /// A series of no intervals.
  public init() {}

  /// Makes room for `count` intervals at once: an array that grows holds more than it needs.
  public mutating func reserve(_ count: Int) {
    milliseconds.reserveCapacity(count)
    ends.reserveCapacity(count)
  }

  /// The lengths of a series that is of no more use.
  public consuming func takeMilliseconds() -> [Double] { milliseconds }

  /// Appends an interval that ends at `end` seconds.
  ///
  /// It is adjacent where it begins with the beat with which the last one ended, and follows a gap where
  /// samples are missing between the last one's end and its begin.
  public mutating func append(
    milliseconds length: Double, end: Double, isAdjacent: Bool, followsGap: Bool
  ) {
    let place = count
    let hole = ends.last.map { end - length / 1000 - $0 } ?? 0
    milliseconds.append(length)
    ends.append(end)
    if isAdjacent, let run = runs.last {
      runs[runs.count - 1] = run.lowerBound..<place + 1
    } else {
      runs.append(place..<place + 1)
    }
    if let stretch = stretches.last, isAdjacent || !followsGap && hole <= Self.longestHoleSeconds {
      stretches[stretches.count - 1] = stretch.lowerBound..<place + 1
    } else {
      stretches.append(place..<place + 1)
    }
  }

  /// The intervals at these places, as a series of their own.
  public func part(_ places: Range<Int>) -> RRSeries {
    var part = RRSeries()
    part.milliseconds = Array(milliseconds[places])
    part.ends = Array(ends[places])
    part.runs = Self.clip(runs, to: places)
    part.stretches = Self.clip(stretches, to: places)
    return part
  }

  /// Places of the intervals that end in `start <= t < end` seconds.
  public func places(from start: Double, to end: Double) -> Range<Int> {
    let first = firstPlace(at: start)
    return first..<max(first, firstPlace(at: end))
  }

  /// The windows of a length that hold an interval's end, counted from the recording's start.
  ///
  /// Cost: linear in the intervals, whatever time lies between them.
  public func windows(seconds: Double) -> [Window] {
    var windows: [Window] = []
    var first = 0
    while first < count {
      let number = (ends[first] / seconds).rounded(.down)
      var (behind, covered) = (first, 0.0)
      while behind < count, (ends[behind] / seconds).rounded(.down) == number {
        covered += milliseconds[behind]
        behind += 1
      }
      windows.append(
        Window(
          start: number * seconds, places: first..<behind, coverage: covered / (1000 * seconds)))
      first = behind
    }
    return windows
  }

  /// A window of time.
  public struct Window: Sendable, Equatable {
    /// Least coverage of a window that counts: at most 15 % of it may be missing.
    public static let leastCoverage = 0.85

    /// Seconds from the recording's start.
    public let start: Double
    /// Places of the intervals that end in it.
    public let places: Range<Int>
    /// Sum of these intervals over the window's length.
    public let coverage: Double
    /// Whether no more than 15 % of it is missing.
    public var isValid: Bool { coverage >= Self.leastCoverage }
  }

  private func firstPlace(at time: Double) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Ranges cut to `places` and counted from its begin.
  static func clip(_ ranges: [Range<Int>], to places: Range<Int>) -> [Range<Int>] {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= places.lowerBound { low = middle + 1 } else { high = middle }
    }
    return ranges[low...].prefix { $0.lowerBound < places.upperBound }.map {
      let cut = $0.clamped(to: places)
      return cut.lowerBound - places.lowerBound..<cut.upperBound - places.lowerBound
    }
  }
}
