internal import Glibc

/// Taps of symmetric low-pass filters: a sinc under a window, of gain 1 at zero frequency.
///
/// Symmetric filters shift no wave in time: every frequency is delayed by the same half length, which
/// whoever applies them takes back (zero phase).
enum FilterDesign {
  /// As `scipy.signal.firwin(2 * halfLength + 1, cutoff, window='hann')`, the cutoff as a part of half
  /// the sampling frequency.
  static func hann(halfLength: Int, cutoff: Double) -> [Double] {
    lowPass(halfLength, cutoff) { 0.5 + 0.5 * cos(Double.pi * $0) }
  }

  /// As `scipy.signal.firwin(2 * halfLength + 1, cutoff, window=('kaiser', beta))`.
  static func kaiser(halfLength: Int, cutoff: Double, beta: Double) -> [Double] {
    let highest = bessel(beta)
    return lowPass(halfLength, cutoff) {
      bessel(beta * (max(0, 1 - $0 * $0)).squareRoot()) / highest
    }
  }

  /// Weights of a mean over about `length` samples, highest in the middle: a Hann window without its
  /// zeros, of sum 1 and an odd number of taps, at least 3.
  static func hannMean(length: Int) -> [Float] {
    let count = max(3, length | 1)
    let weights = (1...count).map {
      0.5 - 0.5 * cos(2 * Double.pi * Double($0) / Double(count + 1))
    }
    let sum = weights.reduce(0, +)
    return weights.map { Float($0 / sum) }
  }

  private static func lowPass(
    _ halfLength: Int, _ cutoff: Double, window: (Double) -> Double
  ) -> [Double] {
    // The other half is the same.
    let half = (0...halfLength).map { place in
      let angle = Double.pi * cutoff * Double(place)
      let sinc = place == 0 ? cutoff : cutoff * sin(angle) / angle
      return sinc * (halfLength == 0 ? 1 : window(Double(place) / Double(halfLength)))
    }
    let taps = half.dropFirst().reversed() + half
    let sum = taps.reduce(0, +)
    return taps.map { $0 / sum }
  }

  /// The modified Bessel function of order zero, by its series.
  private static func bessel(_ x: Double) -> Double {
    var (sum, term, order) = (1.0, 1.0, 1.0)
    while term > 1e-17 * sum {
      term *= (x / (2 * order)) * (x / (2 * order))
      sum += term
      order += 1
    }
    return sum
  }
}
