internal import Glibc

/// How the fluctuation of a series' profile about local straight lines grows with their length.
///
/// Peng et al., Chaos 1995;5:82. The profile is the running sum of the values less the mean of all; boxes of
/// n values follow one another from each stretch's begin, and none crosses its end. F(n) is the root of
/// the mean square, over all boxes, of the profile's distances from each box's least-squares line.
public struct DetrendedFluctuation: Sendable {
  /// Lengths of the boxes for the short-term and the long-term exponent.
  public static let shortBoxes = 4...16
  public static let longBoxes = 16...64

  private let milliseconds: [Double]
  private let mean: Double
  private let stretches: [Range<Int>]

  /// The fluctuation of a series, whose values it shares: the profile is summed up anew for each length.
  public init(_ series: RRSeries) {
    milliseconds = series.milliseconds
    mean = RRMoments(series.milliseconds).mean ?? 0
    stretches = series.stretches
  }

  /// The slope of ln F(n) over ln n for all n of a range; nil where four boxes of the longest do not fit,
  /// or nothing fluctuates.
  public func exponent(_ boxes: ClosedRange<Int>) -> Double? {
    guard boxCount(boxes.upperBound) >= 4 else { return nil }
    var points: [(Double, Double)] = []
    for length in boxes {
      let fluctuation = fluctuation(length)
      guard fluctuation > 0 else { return nil }
      points.append((log(Double(length)), log(fluctuation)))
    }
    let n = Double(points.count)
    let x = points.reduce(0) { $0 + $1.0 } / n
    let y = points.reduce(0) { $0 + $1.1 } / n
    let covariance = points.reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) }
    return covariance / points.reduce(0) { $0 + ($1.0 - x) * ($1.0 - x) }
  }

  private func boxCount(_ length: Int) -> Int { stretches.reduce(0) { $0 + $1.count / length } }

  private func fluctuation(_ length: Int) -> Double {
    let n = Double(length)
    let middle = (n - 1) / 2
    let squaredPlaces = n * (n * n - 1) / 12
    var (residual, boxes) = (0.0, 0)
    for stretch in stretches where stretch.count >= length {
      var profile = 0.0
      for start in stride(
        from: stretch.lowerBound, through: stretch.upperBound - length, by: length)
      {
        // Counted from the box's first value: the profile itself may be far from zero.
        let first = profile + (milliseconds[start] - mean)
        var (sum, squares, moment) = (0.0, 0.0, 0.0)
        for step in 0..<length {
          profile += milliseconds[start + step] - mean
          let value = profile - first
          sum += value
          squares += value * value
          moment += (Double(step) - middle) * value
        }
        residual += max(0, squares - sum * sum / n - moment * moment / squaredPlaces)
        boxes += 1
      }
    }
    return (residual / (Double(boxes) * n)).squareRoot()
  }
}
