/// Which beats of two detectors are the same ones.
public struct BeatAgreement: Sendable, Equatable {
  /// For each beat of the first, whether one of the second's lies near it.
  public let isMatched: [Bool]
  /// The second's beats that match none of the first's.
  public let unmatchedOfSecond: [Int]

  /// Matches beats in order of time, each with one at most: the nearest within a tolerance in samples
  /// (`BeatScore.matches`).
  public init(_ first: [Int], _ second: [Int], tolerance: Int) {
    var isMatched = [Bool](repeating: false, count: first.count)
    var unmatched: [Int] = []
    for match in BeatScore.matches(reference: first, detected: second, window: tolerance) {
      switch (match.reference, match.detected) {
      case (let one?, _?): isMatched[one] = true
      case (nil, let other?): unmatched.append(second[other])
      case (_, nil): break
      }
    }
    self.isMatched = isMatched
    unmatchedOfSecond = unmatched
  }
}
