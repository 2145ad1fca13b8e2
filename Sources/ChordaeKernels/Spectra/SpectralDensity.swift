internal import Glibc

/// A one-sided power spectral density and the figures that are read from it.
public struct SpectralDensity: Sendable, Equatable {
  /// Density at each frequency from zero up, in the signal's unit squared per Hz.
  public let values: [Double]
  /// Samples a second of the signal; the highest frequency is at most half of it.
  public let samplingFrequency: Double
  /// Hz from one value to the next.
  public let binWidth: Double

  /// The density of segments of `length` samples.
  public init(_ values: [Double], samplingFrequency: Double, length: Int) {
    precondition(values.count == length / 2 + 1)
    self.values = values
    self.samplingFrequency = samplingFrequency
    // In the order in which numpy's rfftfreq rounds, so that no bin changes sides at a band's edge.
    binWidth = 1 / (Double(length) * (1 / samplingFrequency))
  }

  /// The frequency of a bin in Hz.
  public func frequency(_ bin: Int) -> Double { Double(bin) * binWidth }

  /// Power in `low <= f < high`: the sum of the density times the bin's width.
  public func power(from low: Double, below high: Double) -> Double {
    var sum = 0.0
    for bin in values.indices where frequency(bin) >= low && frequency(bin) < high {
      sum += values[bin]
    }
    return sum * binWidth
  }

  /// The shape of the density in `low <= f <= high`; nil where it is zero throughout.
  public func shape(from low: Double, through high: Double) -> Shape? {
    let bins = values.indices.filter { frequency($0) >= low && frequency($0) <= high }
    let density = bins.map { values[$0] }
    let total = density.reduce(0, +)
    guard total > 0, total.isFinite, let first = bins.first else { return nil }
    var (entropy, cumulated, highest) = (0.0, 0.0, 0)
    var edge: Int?
    for (place, value) in density.enumerated() {
      if value > 0 { entropy -= value / total * log(value / total) }
      if value > density[highest] { highest = place }
      cumulated += value
      if edge == nil, cumulated >= 0.95 * total { edge = place }
    }
    return Shape(
      entropy: bins.count > 1 ? entropy / log(Double(bins.count)) : 0,
      centroid: DotProduct.of(bins.map { frequency($0) }, density) / total,
      edge95: frequency(first + (edge ?? density.count - 1)),
      dominantFrequency: frequency(first + highest))
  }

  /// How power is spread over frequencies.
  public struct Shape: Sendable, Equatable {
    /// Shannon's entropy of the relative powers over its greatest possible value: 0 to 1.
    public let entropy: Double
    /// Mean frequency, weighed by power, in Hz.
    public let centroid: Double
    /// The first frequency at which 95 % of the power is reached, in Hz.
    public let edge95: Double
    /// The frequency of the highest density, the lowest one of equals, in Hz.
    public let dominantFrequency: Double
  }
}
