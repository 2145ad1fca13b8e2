/// Normal-to-normal intervals: times in ms between adjacent beats that are both typed normal, none
/// of them across a gap.
///
/// With the 20 % rule, an interval that differs from the last accepted one by more than 20 % of it
/// is left out; behind a gap the first interval is accepted. An interval is a walk over the beats,
/// no memory of its own.
public struct NNIntervals: Sequence, Sendable {
  /// One interval.
  public struct Interval: Sendable, Equatable {
    /// Milliseconds.
    public let milliseconds: Double
    /// Whether the interval before it, ending where it begins, is one of these too: only then is
    /// their difference a successive one.
    public let isAdjacent: Bool
    /// Place of the beat that ends it.
    public let beat: Int
  }

  private let beats: BeatSeries
  private let samplingFrequency: Double
  private let filters: Bool

  /// The intervals of a series of beats, with the 20 % rule where `filters` is true.
  public init(_ beats: BeatSeries, samplingFrequency: Double, filters: Bool) {
    self.beats = beats
    self.samplingFrequency = samplingFrequency
    self.filters = filters
  }

  public func makeIterator() -> Iterator { Iterator(self) }

  /// A walk over the intervals.
  public struct Iterator: IteratorProtocol {
    private let intervals: NNIntervals
    private var place = 1
    private var lastAccepted: Int?
    private var isAdjacent = false

    init(_ intervals: NNIntervals) { self.intervals = intervals }

    /// The next interval.
    public mutating func next() -> Interval? {
      let beats = intervals.beats
      while place < beats.count {
        defer { place += 1 }
        let samples = beats.sample(place) - beats.sample(place - 1)
        if beats.followsGap(place) { lastAccepted = nil }
        guard isNN(place), isAccepted(samples) else {
          isAdjacent = false
          continue
        }
        lastAccepted = samples
        defer { isAdjacent = true }
        return Interval(
          milliseconds: Double(samples) / intervals.samplingFrequency * 1000,
          isAdjacent: isAdjacent, beat: place)
      }
      return nil
    }

    private func isNN(_ place: Int) -> Bool {
      !intervals.beats.followsGap(place) && intervals.beats.isNormal(place - 1)
        && intervals.beats.isNormal(place)
    }

    private func isAccepted(_ samples: Int) -> Bool {
      guard intervals.filters, let lastAccepted else { return true }
      return 5 * abs(samples - lastAccepted) <= lastAccepted
    }
  }
}
