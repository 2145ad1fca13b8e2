internal import Glibc

/// Two poles of a Butterworth filter, as a recursion over samples.
struct ButterworthSection {
  private let b0, b1, b2, a1, a2: Double

  /// The sections of a low-pass or high-pass of four poles, by the bilinear transform with its frequency
  /// warped back, as `scipy.signal.butter(4, cutoff, output='sos')`.
  static func fourPoles(cutoff: Double, samplingFrequency: Double, isHighPass: Bool)
    -> [ButterworthSection]
  {
    // The poles' angles on the unit circle: 22.5 and 67.5 degrees off the negative axis.
    [Double.pi / 8, 3 * Double.pi / 8].map { angle in
      ButterworthSection(
        damping: 2 * cos(angle), warped: tan(Double.pi * cutoff / samplingFrequency),
        isHighPass: isHighPass)
    }
  }

  private init(damping: Double, warped: Double, isHighPass: Bool) {
    let square = warped * warped
    let norm = 1 / (1 + damping * warped + square)
    b0 = isHighPass ? norm : square * norm
    b1 = isHighPass ? -2 * norm : 2 * square * norm
    b2 = b0
    a1 = 2 * (square - 1) * norm
    a2 = (1 - damping * warped + square) * norm
  }

  /// Filters a signal in place, from rest.
  func filter(_ signal: inout [Double]) {
    var (first, second) = (0.0, 0.0)
    for place in signal.indices {
      let input = signal[place]
      let output = b0 * input + first
      first = b1 * input - a1 * output + second
      second = b2 * input - a2 * output
      signal[place] = output
    }
  }
}
