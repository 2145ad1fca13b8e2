/// Quantiles of a sample.
public struct OrderStatistics: Sendable {
  private let sorted: [Double]

  /// The statistics of finite values in any order, which are sorted where they are.
  public init(_ values: consuming [Double]) {
    // The library's sort holds half of the values a second time.
    if values.count > Self.mostCopied { Self.sortInPlace(&values) } else { values.sort() }
    sorted = values
  }

  private static let mostCopied = 1 << 18

  /// Heapsort (Williams, Commun ACM 1964;7:347): no memory of its own.
  static func sortInPlace(_ values: inout [Double]) {
    for start in (0..<values.count / 2).reversed() { sink(&values, start, values.count) }
    for end in (1..<max(1, values.count)).reversed() {
      values.swapAt(0, end)
      sink(&values, 0, end)
    }
  }

  /// Moves a value down among the first `end` until none below it is greater.
  private static func sink(_ values: inout [Double], _ start: Int, _ end: Int) {
    let value = values[start]
    var place = start
    while true {
      var below = 2 * place + 1
      guard below < end else { break }
      if below + 1 < end, values[below] < values[below + 1] { below += 1 }
      guard value < values[below] else { break }
      values[place] = values[below]
      place = below
    }
    values[place] = value
  }

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
    // Distances rise from the median to either side: they are gone through in order, and none is held.
    var above = sorted.firstIndex { $0 >= median } ?? sorted.count
    var below = above - 1
    let (place, next) = neighbours(0.5)
    var (distance, lower) = (0.0, 0.0)
    for number in 0...next {
      let isBelow =
        above == sorted.count || below >= 0 && median - sorted[below] < sorted[above] - median
      distance = abs((isBelow ? sorted[below] : sorted[above]) - median)
      if isBelow { below -= 1 } else { above += 1 }
      if number == Int(place) { lower = distance }
    }
    return lower + (place - place.rounded(.down)) * (distance - lower)
  }

  /// The quantile between the two nearest values by a straight line (type 7, numpy's default).
  public func quantile(_ fraction: Double) -> Double? {
    guard !sorted.isEmpty else { return nil }
    let (place, above) = neighbours(fraction)
    let below = Int(place)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }

  /// A quantile's place among the values in order, and that of the value behind it.
  private func neighbours(_ fraction: Double) -> (place: Double, above: Int) {
    let place = fraction * Double(sorted.count - 1)
    return (place, min(Int(place) + 1, sorted.count - 1))
  }
}
