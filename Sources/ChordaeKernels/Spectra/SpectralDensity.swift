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
    for bin in first(from: low)..<max(first(from: low), first(from: high)) { sum += values[bin] }
    return sum * binWidth
  }

  /// The first bin at a frequency or above it; the count of bins where none is.
  private func first(from frequency: Double) -> Int {
    var bin = min(values.count, max(0, Int(min(frequency / binWidth, 1e9)) - 1))
    while bin < values.count, self.frequency(bin) < frequency { bin += 1 }
    return bin
  }

  /// The shape of the density in `low <= f <= high`; nil where it is zero throughout.
  public func shape(from low: Double, through high: Double) -> Shape? {
    let bins = first(from: low)..<max(first(from: low), first(from: high.nextUp))
    return Shape(
      frequencies: bins.map { frequency($0) }, density: bins.map { values[$0] })
  }
}
