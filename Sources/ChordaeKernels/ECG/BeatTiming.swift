/// When a beat comes, against the RR intervals around it.
struct BeatTiming {
  /// How much shorter the interval before it is than the median, as a part of it; at least 0.
  private(set) var prematurity: Float = 0
  /// How much longer the interval behind it is; at least 0.
  private(set) var pause: Float = 0
  /// Whether it came no earlier than nine tenths of the median interval.
  var isTimely: Bool { prematurity < 0.1 }

  /// Intervals looked at on either side of a beat.
  private static let reach = 8

  /// The timing of all beats of a strip; where an interval is not known it counts as usual.
  static func all(of beats: [BeatClassifier.Beat], samplingFrequency: Double) -> [BeatTiming] {
    // The interval before each beat, and by beat how many of those before it are known.
    var intervals: [Float?] = []
    var (known, knownBefore) = ([Float](), [0])
    intervals.reserveCapacity(beats.count)
    known.reserveCapacity(beats.count)
    knownBefore.reserveCapacity(beats.count + 1)
    for place in beats.indices {
      let isKnown = place > 0 && !beats[place].followsGap
      let interval =
        isKnown
        ? Float(Double(beats[place].sample - beats[place - 1].sample) / samplingFrequency) : nil
      intervals.append(interval)
      if let interval { known.append(interval) }
      knownBefore.append(known.count)
    }
    return beats.indices.map { place in
      let first = knownBefore[max(0, place - reach + 1)]
      let end = knownBefore[min(beats.count, place + reach + 1)]
      let median = Median.upper(known.span.extracting(first..<end))
      var timing = BeatTiming()
      // NaN without a known one.
      guard median > 0 else { return timing }
      if let before = intervals[place] { timing.prematurity = max(0, 1 - before / median) }
      if place + 1 < beats.count, let behind = intervals[place + 1] {
        timing.pause = max(0, behind / median - 1)
      }
      return timing
    }
  }
}
