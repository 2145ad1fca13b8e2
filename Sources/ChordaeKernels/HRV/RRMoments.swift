/// Mean, spread and shape of intervals.
public struct RRMoments: Sendable, Equatable {
  /// Number of intervals.
  public let count: Int
  /// Mean in ms; nil without an interval.
  public let mean: Double?
  /// Standard deviation in ms, n - 1 in its denominator; nil with fewer than two.
  public let deviation: Double?
  /// Third standardised moment, n in all denominators; nil where nothing varies.
  public let skewness: Double?
  /// Fourth standardised moment less 3, n in all denominators; nil where nothing varies.
  public let excessKurtosis: Double?

  /// The moments of values in ms, each sum taken about the mean.
  public init(_ values: [Double]) { self.init(values[...]) }

  /// The moments of some of a series' values.
  init(_ values: ArraySlice<Double>) {
    count = values.count
    let sum = values.reduce(0, +)
    guard count > 0 else {
      (mean, deviation, skewness, excessKurtosis) = (nil, nil, nil, nil)
      return
    }
    let (n, mean) = (Double(count), sum / Double(count))
    var (second, third, fourth) = (0.0, 0.0, 0.0)
    for value in values {
      let square = (value - mean) * (value - mean)
      second += square
      third += square * (value - mean)
      fourth += square * square
    }
    self.mean = mean
    deviation = count > 1 ? (second / (n - 1)).squareRoot() : nil
    let variance = second / n
    // Of a constant only the rounding of its mean is left.
    let varies = variance > 1e-24 * mean * mean
    skewness = varies ? third / n / (variance * variance.squareRoot()) : nil
    excessKurtosis = varies ? fourth / n / (variance * variance) - 3 : nil
  }
}
