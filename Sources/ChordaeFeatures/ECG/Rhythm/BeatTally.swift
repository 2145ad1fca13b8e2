import ChordaeCore

/// Beats by kind, their rate, and how much time their intervals cover.
struct BeatTally {
  /// Intervals over which the least and the greatest rate are taken.
  static let rateCount = 8

  private(set) var beatCount = 0
  private(set) var ventricularCount = 0
  private(set) var supraventricularCount = 0
  /// Intervals without a gap between two beats, and the seconds they last.
  private(set) var intervalCount = 0
  private(set) var seconds = 0.0
  private(set) var longestInterval: Double?
  private(set) var leastRate: Double?
  private(set) var greatestRate: Double?
  /// Seconds of the last intervals, while they follow each other.
  private var recent: [Double] = []

  /// The beats at some places; artefacts are none, and end the interval before them.
  init(_ beats: BeatSeries, _ places: Range<Int>, samplingFrequency: Double) {
    for place in places {
      count(beats.kind(place))
      guard let interval = beats.interval(place, samplingFrequency) else {
        recent.removeAll(keepingCapacity: true)
        continue
      }
      add(interval)
    }
  }

  /// Mean rate in beats a minute over all intervals; nil without one.
  var meanRate: Double? { intervalCount > 0 ? 60 * Double(intervalCount) / seconds : nil }

  private mutating func count(_ kind: BeatKind) {
    guard kind != .artefact else { return }
    beatCount += 1
    if kind == .ventricular { ventricularCount += 1 }
    if kind == .supraventricular { supraventricularCount += 1 }
  }

  private mutating func add(_ interval: Double) {
    intervalCount += 1
    seconds += interval
    longestInterval = max(longestInterval ?? 0, interval)
    if recent.count == Self.rateCount { recent.removeFirst() }
    recent.append(interval)
    guard recent.count == Self.rateCount else { return }
    let rate = 60 * Double(Self.rateCount) / recent.reduce(0, +)
    leastRate = min(leastRate ?? rate, rate)
    greatestRate = max(greatestRate ?? rate, rate)
  }
}

extension BeatSeries {
  /// Seconds from the beat before to this one; nil across a gap or beside an artefact.
  func interval(_ place: Int, _ samplingFrequency: Double) -> Double? {
    guard !followsGap(place), kind(place) != .artefact, kind(place - 1) != .artefact else {
      return nil
    }
    let seconds = Double(sample(place) - sample(place - 1)) / samplingFrequency
    return seconds.isFinite && seconds > 0 ? seconds : nil
  }
}
