import ChordaeCore

/// A patient's recordings from the one that should speak for a group to the one that should least.
struct RecordingRanking {
  /// Seconds up to which a recording is a short-term one (ECG at rest, five-minute HRV).
  static let shortTerm = 300.0

  let places: [Int]

  /// The ranking by a group's rule.
  ///
  /// For short-term figures the latest of those of at most five minutes, then the latest of the
  /// others; else the longest. A recording without a date counts as older than any dated one; of
  /// equals the later place leads.
  init(_ recordings: [RecordingOutcome], by choice: FeatureGroup.RecordingChoice) {
    func isLater(_ a: Int, _ b: Int) -> Bool {
      let (x, y) = (recordings[a].start ?? .min, recordings[b].start ?? .min)
      return x != y ? x > y : a > b
    }
    places = recordings.indices.sorted { a, b in
      let (x, y) = (recordings[a].duration, recordings[b].duration)
      switch choice {
      case .latestShortTerm:
        let (isShortA, isShortB) = (x <= Self.shortTerm, y <= Self.shortTerm)
        return isShortA != isShortB ? isShortA : isLater(a, b)
      case .longest: return x != y ? x > y : isLater(a, b)
      }
    }
  }
}
