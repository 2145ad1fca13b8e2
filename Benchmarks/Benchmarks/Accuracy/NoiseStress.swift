import Foundation

/// Noise made by formula, added to a clean lead at a stated ratio of signal to noise.
///
/// The ratio is that of PhysioNet's noise stress test: the signal's power is an eighth of the square
/// of the median peak-to-peak amplitude of its QRS complexes.
enum NoiseStress: String, CaseIterable {
  /// A random walk that leaks with a time constant of a second: below 0.2 Hz for the most part.
  case baseline
  /// White noise that is shaped as of muscles.
  case muscle
  /// The same, in the first two of every ten seconds.
  case bursts
  /// A sine of 50.2 Hz, beside what a filter of 50 Hz takes out.
  case mains

  /// Adds the noise to a lead; the ratio is in dB, the seed makes it repeatable.
  func add(
    to lead: inout [Float], beats: [Int], samplingFrequency: Double, decibels: Double, seed: UInt64
  ) {
    let deviation = (Self.power(lead, beats, samplingFrequency) / pow(10, decibels / 10))
      .squareRoot()
    var normal = NormalNumbers(state: seed)
    var (walk, past, older) = (0.0, 0.0, 0.0)
    for place in lead.indices {
      let seconds = Double(place) / samplingFrequency
      let fresh = normal.next()
      let value: Double
      switch self {
      case .baseline:
        walk += (fresh * (2 * samplingFrequency).squareRoot() - walk) / samplingFrequency
        value = walk
      case .muscle, .bursts:
        let isOn = self == .muscle || seconds.truncatingRemainder(dividingBy: 10) < 2
        value = isOn ? (fresh + 0.6 * past - 0.4 * older) / 1.23 : 0
      case .mains: value = 2.0.squareRoot() * sin(2 * .pi * 50.2 * seconds)
      }
      (past, older) = (fresh, past)
      lead[place] += Float(deviation * value)
    }
  }

  private static func power(_ lead: [Float], _ beats: [Int], _ samplingFrequency: Double) -> Double
  {
    let reach = Int(0.05 * samplingFrequency)
    let heights = beats.filter { $0 >= reach && $0 + reach < lead.count }.map { beat in
      let around = lead[beat - reach...beat + reach]
      return Double((around.max() ?? 0) - (around.min() ?? 0))
    }.sorted()
    return heights.isEmpty ? 0 : heights[heights.count / 2] * heights[heights.count / 2] / 8
  }
}

/// Normally distributed numbers of deviation 1, by the sum of twelve from SplitMix64.
private struct NormalNumbers {
  var state: UInt64

  mutating func next() -> Double {
    var sum = -6.0
    for _ in 0..<12 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var bits = state
      bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
      sum += Double((bits ^ bits >> 31) >> 11) / Double(1 << 53)
    }
    return sum
  }
}
