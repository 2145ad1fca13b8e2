/// Powers of intervals by the Lomb-Scargle periodogram, window by window: gaps are nothing to it.
public enum LombSpectrum {
  /// Seconds of a window, and of the one for ultra-low frequencies.
  public static let windowSeconds = 300.0
  public static let daySeconds = 86_400.0
  /// Upper end of the ultra-low band in Hz.
  public static let ultraLowEnd = 0.0033

  /// Powers of the bands, the mean over five-minute windows of which at most 15 % is missing; nil
  /// without such a window.
  ///
  /// Windows are counted from the recording's start. Of each the mean is taken off; its density at
  /// k / 300 Hz is twice the unnormalised power times the mean distance of the intervals' ends, so that
  /// evenly spaced values have their variance as integral. A band is the sum of density times 1/300 Hz.
  public static func powers(_ series: RRSeries) -> RRPowers? {
    let bins = (1..<Int(RRBand.high.range.upperBound * windowSeconds))
    var density = [Double](repeating: 0, count: bins.count)
    var windowCount = 0
    for window in series.windows(seconds: windowSeconds) where window.isValid {
      windowCount += 1
      let own = Self.density(series, window, step: 1 / windowSeconds, count: bins.count)
      for place in density.indices { density[place] += own[place] }
    }
    guard windowCount > 0 else { return nil }
    func frequency(_ place: Int) -> Double { Double(place + 1) / windowSeconds }
    let high = density.indices.filter { RRBand.high.range.contains(frequency($0)) }
    let peak = high.dropFirst().reduce(high[0]) { density[$1] > density[$0] ? $1 : $0 }
    return RRPowers(
      { band in
        var sum = 0.0
        for place in density.indices where band.range.contains(frequency(place)) {
          sum += density[place]
        }
        return sum / Double(windowCount) / windowSeconds
      }, highPeak: frequency(peak))
  }

  /// Power below 0.0033 Hz in ms², the mean over whole days from the recording's start of each of which
  /// at most 15 % is missing; nil without one.
  public static func ultraLow(_ series: RRSeries) -> Double? {
    let days = series.windows(seconds: daySeconds).filter(\.isValid)
    guard !days.isEmpty else { return nil }
    let count = Int(ultraLowEnd * daySeconds)
    let sum = days.reduce(0) { sum, day in
      sum + density(series, day, step: 1 / daySeconds, count: count).reduce(0, +) / daySeconds
    }
    return sum / Double(days.count)
  }

  private static func density(
    _ series: RRSeries, _ window: RRSeries.Window, step: Double, count: Int
  ) -> [Double] {
    let values = series.milliseconds[window.places]
    let mean = values.reduce(0, +) / Double(values.count)
    let times = series.ends[window.places].map { $0 - window.start }
    guard let first = times.first, let last = times.last, last > first else {
      return Array(repeating: 0, count: count)
    }
    let distance = (last - first) / Double(times.count - 1)
    return LombScargle.powers(times, values.map { $0 - mean }, step: step, count: count)
      .map { 2 * $0 * distance }
  }
}
