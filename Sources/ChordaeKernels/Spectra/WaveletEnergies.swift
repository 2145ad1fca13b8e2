internal import CKernels
internal import Glibc

/// The energy of a lead in five scales of a wavelet transform, taken in chunk by chunk.
///
/// The a trous algorithm with the quadratic spline as wavelet, scales 2^1 to 2^5: the smoothing filter
/// (1, 3, 3, 1) / 8 and the difference (2, -2), with 2^j - 1 zeros between their taps at scale j + 1
/// (Mallat & Zhong, IEEE Trans Pattern Anal Mach Intell 1992;14:710; Martinez et al., IEEE Trans
/// Biomed Eng 2004;51:570). Faster signals than 250 Hz are averaged first, so that scales mean about
/// the same at all rates. A coefficient that a missing sample has a part in is left out.
/// Memory: some thousands of numbers. Cost: linear.
public struct WaveletEnergies: Sendable {
  /// The number of scales.
  public static let scaleCount = 5
  /// The rate at which scales are defined, in Hz: signals of twice it and more are averaged down.
  public static let samplingFrequency = 250.0

  private static let chunk = 2_048
  private var blocks: BlockMeans
  private let form: SampleForm
  /// Scale by scale the last three times 2^j inputs, then room for a chunk.
  private var inputs: [[Double]]
  private var energies = [Double](repeating: 0, count: scaleCount)
  private var counts = [Int](repeating: 0, count: scaleCount)
  private var means: [Float] = []

  /// The energies of a lead before its first sample.
  public init(samplingFrequency: Double, form: SampleForm = .vectors) {
    self.form = form
    blocks = BlockMeans(length: max(1, Int(samplingFrequency / Self.samplingFrequency)))
    inputs = (0..<Self.scaleCount).map { Array(repeating: .nan, count: (3 << $0) + Self.chunk) }
  }

  /// Takes in the samples of a range.
  public mutating func consume(_ samples: [Float], in range: Range<Int>) {
    means.removeAll(keepingCapacity: true)
    let part = Array(samples[range])
    blocks.consume(part, count: part.count, into: &means)
    for start in stride(from: 0, to: means.count, by: Self.chunk) {
      transform(means[start..<min(means.count, start + Self.chunk)])
    }
  }

  /// Begins anew behind samples that the recording does not hold.
  public mutating func skip() {
    blocks.skip()
    for scale in inputs.indices {
      for place in 0..<(3 << scale) { inputs[scale][place] = .nan }
    }
  }

  /// The mean energy of the coefficients of each scale in mV², smallest scale first; nil where a scale
  /// has none.
  public var meanEnergies: [Double]? {
    guard counts.allSatisfy({ $0 > 0 }) else { return nil }
    return zip(energies, counts).map { $0 / Double($1) }
  }

  /// The energies over their sum; nil where that is zero.
  public var relativeEnergies: [Double]? {
    guard let means = meanEnergies else { return nil }
    let total = means.reduce(0, +)
    return total > 0 ? means.map { $0 / total } : nil
  }

  /// Shannon's entropy of the relative energies over its greatest possible value.
  public var entropy: Double? {
    relativeEnergies.map { parts in
      -parts.reduce(0) { $0 + ($1 > 0 ? $1 * log($1) : 0) } / log(Double(Self.scaleCount))
    }
  }

  private mutating func transform(_ values: ArraySlice<Float>) {
    for (place, value) in zip(3..., values) { inputs[0][place] = Double(value) }
    for scale in 0..<Self.scaleCount {
      let history = 3 << scale
      let output = smooth(scale, count: values.count)
      if scale + 1 < Self.scaleCount {
        let behind = 3 << (scale + 1)
        inputs[scale + 1].replaceSubrange(behind..<behind + values.count, with: output)
      }
      let kept = inputs[scale][values.count..<values.count + history]
      inputs[scale].replaceSubrange(0..<history, with: Array(kept))
    }
  }

  /// Smooths the chunk of a scale and adds the energy of its differences.
  private mutating func smooth(_ scale: Int, count: Int) -> [Double] {
    let (history, spacing) = (3 << scale, 1 << scale)
    var output = [Double](repeating: 0, count: count)
    switch form {
    case .reference:
      let input = inputs[scale]
      for place in 0..<count {
        let x = (0..<4).map { input[history + place - $0 * spacing] }
        output[place] = (x[0] + 3 * x[1] + 3 * x[2] + x[3]) / 8
        let detail = 2 * (x[0] - x[1])
        guard !detail.isNaN else { continue }
        energies[scale] += detail * detail
        counts[scale] += 1
      }
    case .vectors:
      // `history` values stand before the chunk, and it has `count` of them.
      counts[scale] += unsafe inputs[scale].withUnsafeBufferPointer { input in
        unsafe output.withUnsafeMutableBufferPointer { output in
          unsafe chordae_spline_scale(
            input.baseAddress.map { unsafe $0 + history }, count, spacing, output.baseAddress,
            &energies[scale])
        }
      }
    }
    return output
  }
}
