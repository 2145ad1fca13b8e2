import ChordaeKernels

/// How premature beats of the ventricles, and of what lies above them, follow one another.
struct EctopyTally {
  /// Rows of beats of one kind.
  struct Rows {
    var couplets = 0
    /// Rows of three and more.
    var runs = 0
    var longestRun = 0

    mutating func end(_ length: Int) {
      if length == 2 { couplets += 1 }
      if length >= 3 { runs += 1 }
      longestRun = max(longestRun, length >= 3 ? length : 0)
    }
  }

  private(set) var ventricular = Rows()
  private(set) var supraventricular = Rows()
  /// Beats in a stretch in which every second, or every third, beat is ventricular.
  private(set) var bigeminalBeats = 0
  private(set) var trigeminalBeats = 0
  /// Intervals of more than 2, 2.5 and 3 s.
  private(set) var pauses = (two: 0, twoAndHalf: 0, three: 0)
  /// Milliseconds from a conducted beat to the ventricular one that follows it.
  private(set) var couplings: [Double] = []

  /// The tally of all beats.
  init(_ beats: BeatSeries, samplingFrequency: Double) {
    ventricular = Self.rows(beats, .ventricular)
    supraventricular = Self.rows(beats, .supraventricular)
    bigeminalBeats = Self.alternation(beats, every: 2)
    trigeminalBeats = Self.alternation(beats, every: 3)
    for place in beats.indices.dropFirst() {
      guard let seconds = beats.interval(place, samplingFrequency) else { continue }
      if seconds > 2 { pauses.two += 1 }
      if seconds > 2.5 { pauses.twoAndHalf += 1 }
      if seconds > 3 { pauses.three += 1 }
      if beats.kind(place) == .ventricular, beats.kind(place - 1).isConducted {
        couplings.append(seconds * 1000)
      }
    }
  }

  private static func rows(_ beats: BeatSeries, _ kind: BeatKind) -> Rows {
    var rows = Rows()
    var length = 0
    for place in beats.indices {
      if beats.followsGap(place) || beats.kind(place) != kind {
        rows.end(length)
        length = 0
      }
      if beats.kind(place) == kind { length += 1 }
    }
    rows.end(length)
    return rows
  }

  /// Beats from the first to the last of at least three ventricular ones that stand `period` beats apart,
  /// conducted ones between them.
  private static func alternation(_ beats: BeatSeries, every period: Int) -> Int {
    var (sum, chain, since) = (0, 0, 0)
    func length() -> Int { chain >= 3 ? (chain - 1) * period + 1 : 0 }
    for place in beats.indices {
      let kind = beats.kind(place)
      let isBroken = beats.followsGap(place) || !(kind == .ventricular || kind.isConducted)
      since += 1
      if isBroken || since > period || kind == .ventricular && since != period {
        sum += length()
        chain = 0
      }
      if kind == .ventricular { (chain, since) = (chain + 1, 0) }
    }
    return sum + length()
  }
}
