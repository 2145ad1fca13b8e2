/// Quantiles of a sample.
public struct OrderStatistics: Sendable {
  private let sorted: [Double]

  /// The statistics of finite values in any order.
  public init(_ values: [Double]) { sorted = values.sorted() }

  /// The middle value, or the mean of the two; nil of nothing.
  public var median: Double? { quantile(0.5) }

  /// The distance of the quartiles; nil of nothing.
  public var interquartileRange: Double? {
    guard let low = quantile(0.25), let high = quantile(0.75) else { return nil }
    return high - low
  }

  /// The median distance from the median, unscaled; nil of nothing.
  public var medianAbsoluteDeviation: Double? {
    guard let median else { return nil }
    return OrderStatistics(sorted.map { abs($0 - median) }).median
  }

  /// The quantile between the two nearest values by a straight line (type 7, numpy's default).
  public func quantile(_ fraction: Double) -> Double? {
    guard !sorted.isEmpty else { return nil }
    let place = fraction * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }
}
