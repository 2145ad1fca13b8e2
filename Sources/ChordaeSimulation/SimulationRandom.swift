/// Random numbers that follow from a seed and a place in the cohort alone (SplitMix64).
///
/// Each patient, contig, fragment and recording has its own stream, so that no patient depends on
/// how many others there are. The arithmetic is written out here because the standard library may
/// change how it turns bits into numbers, and the files' bytes must not change with it.
struct SimulationRandom {
  private var state: UInt64

  /// What a stream is for; streams of different kinds share nothing.
  enum Stream: UInt64 {
    case reference = 1
    case sites, patient, genotype, genotypeDepth, fragments, chimeras, heart, rhythm, noise
  }

  /// A stream for up to three places, such as patient, contig and fragment.
  init(_ seed: UInt64, _ stream: Stream, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0) {
    state = seed
    for key in [stream.rawValue, UInt64(a), UInt64(b), UInt64(c)] {
      state = Self.mix(state &+ 0x9E37_79B9_7F4A_7C15) ^ Self.mix(key &+ 0xD1B5_4A32_D192_ED03)
    }
  }

  /// The next 64 random bits.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// A number from 0 up to, not including, `bound`.
  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number in 0..<1.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number in `range`, each as likely.
  mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// Whether something of this probability happens.
  mutating func happens(_ probability: Double) -> Bool { uniform() < probability }

  /// A nearly normal number of mean 0 and deviation 1: the sum of twelve uniform numbers less 6.
  ///
  /// It needs no logarithm, whose last bit differs between C libraries.
  mutating func normal() -> Double {
    var sum = 0
    for _ in 0..<3 {
      let bits = next()
      for quarter in 0..<4 { sum += Int(truncatingIfNeeded: (bits >> (16 * quarter)) & 0xFFFF) }
    }
    return Double(sum) / 65536 - 6 + 6.0 / 65536
  }

  private static func mix(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
