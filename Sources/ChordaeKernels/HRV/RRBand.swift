internal import Glibc

/// The bands of heart rate variability in Hz (Task Force, Circulation 1996;93:1043).
public enum RRBand: Sendable, CaseIterable {
  case veryLow, low, high

  /// Frequencies of the band, its upper end left out.
  public var range: Range<Double> {
    switch self {
    case .veryLow: 0.0033..<0.04
    case .low: 0.04..<0.15
    case .high: 0.15..<0.4
    }
  }
}

/// Powers of the bands in ms².
public struct RRPowers: Sendable, Equatable {
  public let veryLow: Double
  public let low: Double
  public let high: Double
  /// The frequency in Hz of the highest density in the high band; of equals the lowest.
  public let highPeak: Double

  /// Sum of the three.
  public var total: Double { veryLow + low + high }
  /// Share of the low band in low and high, in percent; nil where both are zero.
  public var lowPercent: Double? { low + high > 0 ? 100 * low / (low + high) : nil }
  /// Share of the high band in low and high, in percent; nil where both are zero.
  public var highPercent: Double? { low + high > 0 ? 100 * high / (low + high) : nil }
  /// Low over high; nil where the high band is empty.
  public var ratio: Double? { high > 0 ? low / high : nil }

  /// Natural logarithm of the high band's power; nil where it is empty.
  public var logHigh: Double? { high > 0 ? log(high) : nil }

  init(_ power: (RRBand) -> Double, highPeak: Double) {
    (veryLow, low, high) = (power(.veryLow), power(.low), power(.high))
    self.highPeak = highPeak
  }

  /// The powers of a density: trapezoids between the frequencies that lie in a band.
  public init(trapezoids density: SpectralDensity) {
    self.init({ density.trapezoids($0.range) }, highPeak: density.peak(RRBand.high.range))
  }
}

extension SpectralDensity {
  fileprivate func bins(_ range: Range<Double>) -> [Int] {
    values.indices.filter { range.contains(frequency($0)) }
  }

  fileprivate func trapezoids(_ range: Range<Double>) -> Double {
    let inside = bins(range)
    var sum = 0.0
    for (bin, next) in zip(inside, inside.dropFirst()) { sum += values[bin] + values[next] }
    return sum / 2 * binWidth
  }

  fileprivate func peak(_ range: Range<Double>) -> Double {
    var highest: Int?
    for bin in bins(range) where highest.map({ values[bin] > values[$0] }) ?? true { highest = bin }
    return frequency(highest ?? 0)
  }
}
