/// Differences of intervals that share a beat.
public struct SuccessiveDifferences: Sendable {
  /// Number of differences.
  public private(set) var count = 0
  private var sum = 0.0
  private var squares = 0.0
  private var above20 = 0
  private var above50 = 0

  /// The differences within the series' runs.
  public init(_ series: RRSeries) {
    for run in series.runs {
      for place in run.dropFirst() {
        add(series.milliseconds[place] - series.milliseconds[place - 1])
      }
    }
  }

  private mutating func add(_ difference: Double) {
    count += 1
    sum += difference
    squares += difference * difference
    if abs(difference) > 20 { above20 += 1 }
    if abs(difference) > 50 { above50 += 1 }
  }

  /// Root of the mean square in ms (RMSSD); nil without a difference.
  public var rootMeanSquare: Double? {
    count > 0 ? (squares / Double(count)).squareRoot() : nil
  }

  /// Standard deviation in ms, n - 1 in its denominator (SDSD); nil with fewer than two.
  public var deviation: Double? {
    guard count > 1 else { return nil }
    // Their mean is next to zero, so that little is lost by the subtraction.
    let about = squares - sum * sum / Double(count)
    return (max(0, about) / Double(count - 1)).squareRoot()
  }

  /// Percentage of more than 20 ms (pNN20); nil without a difference.
  public var percentAbove20: Double? {
    count > 0 ? 100 * Double(above20) / Double(count) : nil
  }

  /// Percentage of more than 50 ms (pNN50); nil without a difference.
  public var percentAbove50: Double? {
    count > 0 ? 100 * Double(above50) / Double(count) : nil
  }
}
