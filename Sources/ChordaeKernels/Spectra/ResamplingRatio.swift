/// Two frequencies as a ratio of small whole numbers: `up` new samples for `down` old ones.
public struct ResamplingRatio: Sendable, Equatable {
  public let up: Int
  public let down: Int

  /// Neither factor is larger: it decides about a resampler's memory.
  static let largest = 5_000

  /// The best ratio for a change from one frequency to another, exact where a ratio of numbers up to
  /// 5,000 is; otherwise it is off by less than one part in 5,000,000 for rates of 100 to 2,000 Hz.
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
