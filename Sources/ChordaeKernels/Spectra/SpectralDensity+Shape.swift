internal import Glibc

extension SpectralDensity {
  /// How power is spread over frequencies.
  public struct Shape: Sendable, Equatable {
    /// Shannon's entropy of the relative powers over its greatest possible value: 0 to 1.
    public let entropy: Double
    /// Mean frequency, weighed by power, in Hz.
    public let centroid: Double
    /// The standard deviation of the frequency, weighed by power, in Hz.
    public let spread: Double
    /// The first frequencies at which 50 % and 95 % of the power are reached, in Hz.
    public let edge50: Double
    public let edge95: Double
    /// The frequency of the highest density, the lowest one of equals, in Hz.
    public let dominantFrequency: Double
    /// The geometric mean of the density over the arithmetic one: 1 for white noise.
    public let flatness: Double
    /// The slope of the straight line through ln P over ln f; nil with a density of zero at a bin, or
    /// with a bin at zero.
    public let slope: Double?

    /// The shape of the density at some frequencies; nil where it is zero throughout.
    init?(frequencies: [Double], density: [Double]) {
      let total = density.reduce(0, +)
      guard total > 0, total.isFinite else { return nil }
      var (entropy, cumulated, highest) = (0.0, 0.0, 0)
      var (half, most): (Int?, Int?)
      let ofTotal = log(total)
      let logarithms = density.map { $0 > 0 ? log($0) : -.infinity }
      for (place, value) in density.enumerated() {
        if value > 0 { entropy -= value / total * (logarithms[place] - ofTotal) }
        if value > density[highest] { highest = place }
        cumulated += value
        if half == nil, cumulated >= 0.5 * total { half = place }
        if most == nil, cumulated >= 0.95 * total { most = place }
      }
      let count = Double(density.count)
      let centroid = DotProduct.of(frequencies, density) / total
      let squares = frequencies.map { ($0 - centroid) * ($0 - centroid) }
      self.entropy = density.count > 1 ? entropy / log(count) : 0
      self.centroid = centroid
      spread = (DotProduct.of(squares, density) / total).squareRoot()
      edge50 = frequencies[half ?? density.count - 1]
      edge95 = frequencies[most ?? density.count - 1]
      dominantFrequency = frequencies[highest]
      flatness = exp(logarithms.reduce(0, +) / count) / (total / count)
      slope = Self.slope(frequencies.map { log($0) }, logarithms)
    }

    /// The slope of the least-squares line; nil where a value is not finite or all x are one.
    private static func slope(_ x: [Double], _ y: [Double]) -> Double? {
      let count = Double(x.count)
      let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
      guard meanX.isFinite, meanY.isFinite else { return nil }
      var (products, squares) = (0.0, 0.0)
      for (a, b) in zip(x, y) {
        products += (a - meanX) * (b - meanY)
        squares += (a - meanX) * (a - meanX)
      }
      return squares > 0 ? products / squares : nil
    }
  }
}
