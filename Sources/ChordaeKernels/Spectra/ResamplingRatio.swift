/// Two frequencies as a ratio of small whole numbers: `up` new samples for `down` old ones.
public struct ResamplingRatio: Sendable, Equatable {
  public let up: Int
  public let down: Int

  /// Neither factor is larger: it decides about a resampler's memory.
  static let largest = 5_000

  /// The ratio for a change from one frequency to another: the last convergent of its continued fraction
  /// whose numbers are at most 5,000.
  ///
  /// It is exact where such a ratio is; otherwise it is off by less than one part in 5,000 times the
  /// smaller of its numbers. So a rate a little off a whole multiple of the other is taken for that: of
  /// 500.05 Hz the ratio to 500 is 1, off by one part in 10,000.
  ///
  /// - Precondition: both frequencies are positive and lie within a factor of 1,000 of each other.
  public init(from old: Double, to new: Double) {
    precondition(old > 0 && new > 0 && (0.001...1_000).contains(new / old))
    // The convergents of the continued fraction.
    var (p, q, lastP, lastQ) = (1, 0, 0, 1)
    var rest = new / old
    while true {
      let whole = rest.rounded(.down)
      guard whole <= Double(Self.largest) else { break }
      let (nextP, nextQ) = (Int(whole) * p + lastP, Int(whole) * q + lastQ)
      guard nextP <= Self.largest, nextQ <= Self.largest else { break }
      (lastP, lastQ, p, q) = (p, q, nextP, nextQ)
      // What is left of an exact ratio is rounding error.
      guard abs(Double(p) / Double(q) * old / new - 1) > 1e-12 else { break }
      rest = 1 / (rest - whole)
    }
    (up, down) = (p, q)
  }
}
