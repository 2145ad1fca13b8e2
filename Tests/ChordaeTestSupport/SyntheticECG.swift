import Foundation

/// A lead made of Gaussian waves at known times: P, Q, R, S and T of every beat.
public struct SyntheticECG: Sendable {
  /// Samples in mV.
  public var samples: [Float]
  /// The samples of the R peaks.
  public let peaks: [Int]
  public let samplingFrequency: Double

  /// A lead of some seconds with beats every `interval` seconds, from half an interval on.
  public init(
    seconds: Double, samplingFrequency: Double, interval: Double = 0.8, amplitude: Double = 1,
    noise: Double = 0, seed: UInt64 = 1
  ) {
    self.samplingFrequency = samplingFrequency
    // Center and width in seconds, height as a part of R's.
    let waves = [
      (-0.17, 0.025, 0.12), (-0.025, 0.008, -0.1), (0, 0.01, 1), (0.027, 0.009, -0.25),
      (0.26, 0.05, 0.3),
    ]
    let count = Int(seconds * samplingFrequency)
    let times = stride(from: interval / 2, to: seconds - 0.1, by: interval)
    peaks = times.map { Int(($0 * samplingFrequency).rounded()) }
    var values = [Double](repeating: 0, count: count)
    for peak in peaks {
      for (center, width, height) in waves {
        let middle = Double(peak) + center * samplingFrequency
        let spread = width * samplingFrequency
        let range = max(0, Int(middle - 5 * spread))...max(0, Int(middle + 5 * spread))
        for index in range where index < count {
          let distance = (Double(index) - middle) / spread
          values[index] += amplitude * height * exp(-distance * distance / 2)
        }
      }
    }
    var generator = SeededGenerator(seed: seed)
    samples = values.map { Float($0 + noise * Double.random(in: -1.73...1.73, using: &generator)) }
  }
}
