/// How far one beat's wave lies from that of its group's mean.
enum BeatShift {
  /// The least correlation at which a shift is believed.
  private static let leastCorrelation = 0.7

  /// The shift in samples, zero where the beat's wave is too unlike the mean's: the lag, up to `reach`,
  /// at which the beat's slopes correlate best with those of the mean in `range` of the averaged beat,
  /// which begins at the sample `origin` of the signal; `energy` is that of the mean there.
  static func of(
    _ signal: borrowing SlopeSignal, origin: Int, _ mean: borrowing LeadRows, energy: Double,
    in range: Range<Int>, reach: Int, _ products: inout [Float]
  ) -> Int {
    let start = origin + range.lowerBound
    guard range.count > 2, start - reach >= 0, start + range.count + reach <= signal.count else {
      return 0
    }
    let lags = LagProducts.of(
      signal.smoothed, at: start, reach: reach, mean, from: range.lowerBound, count: range.count,
      &products)
    var (best, shift) = (leastCorrelation, 0)
    for lag in 0..<lags {
      let place = start - reach + lag
      let own = signal.smoothedEnergy[place + range.count] - signal.smoothedEnergy[place]
      guard let correlation = LagProducts.correlation(products[lag], own * energy, above: best)
      else { continue }
      (best, shift) = (correlation, lag - reach)
    }
    return shift
  }

  /// The sum of the squares of a range of all leads' rows.
  static func energy(_ mean: borrowing LeadRows, in range: Range<Int>) -> Double {
    var energy = 0.0
    for lead in 0..<mean.leadCount {
      let first = mean.start(lead)
      for index in range.clamped(to: 0..<mean.length) {
        energy += Double(mean.values[first + index] * mean.values[first + index])
      }
    }
    return energy
  }
}
