/// Which beats of two detectors are the same ones.
public struct BeatAgreement: Sendable, Equatable {
  /// For each beat of the first, whether one of the second's lies near it.
  public let isMatched: [Bool]
  /// The second's beats that match none of the first's.
  public let unmatchedOfSecond: [Int]

  /// Matches beats in order of time, each with one at most: the nearest within a tolerance in samples.
  public init(_ first: [Int], _ second: [Int], tolerance: Int) {
    var isMatched = [Bool](repeating: false, count: first.count)
    var unmatched: [Int] = []
    var next = 0
    for (place, beat) in first.enumerated() {
      while next < second.count, second[next] < beat - tolerance {
        unmatched.append(second[next])
        next += 1
      }
      guard next < second.count, second[next] <= beat + tolerance else { continue }
      // The one behind it may be nearer, and another beat of the first nearer to this one.
      while next + 1 < second.count, abs(second[next + 1] - beat) < abs(second[next] - beat) {
        unmatched.append(second[next])
        next += 1
      }
      let following = place + 1 < first.count ? first[place + 1] : Int.max / 2
      if abs(following - second[next]) < abs(beat - second[next]) { continue }
      isMatched[place] = true
      next += 1
    }
    self.isMatched = isMatched
    unmatchedOfSecond = unmatched + second[next...]
  }
}
