/// Entropies of a series of intervals, window by window, so that cost grows with its length alone.
///
/// A series is cut into windows of 5,000 successive intervals; what is left behind the last whole one is
/// not looked at, but a shorter series is a window of its own. A value is the median over the windows
/// that have it. Tolerance: 0.2 times a window's standard deviation (n - 1 in its denominator).
public struct RRComplexity: Sendable {
  /// Intervals of a window.
  public static let windowCount = 5000
  /// Share of the standard deviation within which values are alike.
  public static let toleranceShare = 0.2
  /// Scales of the multiscale entropy.
  public static let scales = 1...20
  /// Intervals that the multiscale entropy takes at least: fifty values at the coarsest scale.
  public static let leastMultiscaleCount = 1000

  /// Medians of sample and approximate entropy.
  public let sample: Double?
  public let approximate: Double?
  /// Medians of sample entropy at each scale, NaN where no window has one; nil of too few intervals.
  public let multiscale: [Double]?

  /// The entropies of a series.
  public init(_ series: RRSeries) {
    let isLong = series.count >= Self.leastMultiscaleCount
    var (sample, approximate) = ([Double](), [Double]())
    var scales = Self.scales.map { _ in [Double]() }
    for places in Self.windows(series.count) {
      let window = series.part(places)
      let tolerance = Self.toleranceShare * (RRMoments(window.milliseconds).deviation ?? 0)
      let entropy = RREntropy(
        window.milliseconds, stretches: window.stretches, tolerance: tolerance)
      if let value = entropy.sample { sample.append(value) }
      if let value = entropy.approximate { approximate.append(value) }
      guard isLong else { continue }
      for scale in Self.scales {
        let coarse = scale == 1 ? entropy : Self.entropy(window, scale, tolerance)
        if let value = coarse.sample { scales[scale - 1].append(value) }
      }
    }
    self.sample = OrderStatistics(sample).median
    self.approximate = OrderStatistics(approximate).median
    multiscale = isLong ? scales.map { OrderStatistics($0).median ?? .nan } : nil
  }

  /// Median over five-minute windows, at most 15 % of each missing, of sample entropy.
  public static func sampleOfFiveMinutes(_ series: RRSeries) -> Double? {
    let values = series.windows(seconds: SegmentStatistics.windowSeconds).filter(\.isValid)
      .compactMap { window -> Double? in
        let part = series.part(window.places)
        let tolerance = toleranceShare * (RRMoments(part.milliseconds).deviation ?? 0)
        return RREntropy(part.milliseconds, stretches: part.stretches, tolerance: tolerance).sample
      }
    return OrderStatistics(values).median
  }

  private static func windows(_ count: Int) -> [Range<Int>] {
    guard count > windowCount else { return count > 0 ? [0..<count] : [] }
    return stride(from: 0, through: count - windowCount, by: windowCount).map {
      $0..<$0 + windowCount
    }
  }

  /// Entropy of the means of `scale` successive values; no mean crosses the end of a stretch.
  private static func entropy(_ window: RRSeries, _ scale: Int, _ tolerance: Double) -> RREntropy {
    var (means, stretches) = ([Double](), [Range<Int>]())
    means.reserveCapacity(window.count / scale)
    for stretch in window.stretches where stretch.count >= scale {
      let first = means.count
      for start in stride(
        from: stretch.lowerBound, through: stretch.upperBound - scale, by: scale)
      {
        var sum = 0.0
        for place in start..<start + scale { sum += window.milliseconds[place] }
        means.append(sum / Double(scale))
      }
      stretches.append(first..<means.count)
    }
    return RREntropy(means, stretches: stretches, tolerance: tolerance)
  }
}
