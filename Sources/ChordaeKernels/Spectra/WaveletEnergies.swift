internal import CKernels
internal import Glibc

/// The energy of a lead in five scales of a wavelet transform, taken in chunk by chunk.
///
/// The a trous algorithm with the quadratic spline as wavelet, scales 2^1 to 2^5: the smoothing filter
/// (1, 3, 3, 1) / 8 and the difference (2, -2), with 2^j - 1 zeros between their taps at scale j + 1
/// (Mallat & Zhong, IEEE Trans Pattern Anal Mach Intell 1992;14:710; Martinez et al., IEEE Trans
/// Biomed Eng 2004;51:570). Faster signals than 250 Hz are averaged first, so that scales mean about
/// the same at all rates. A coefficient that a missing sample has a part in is left out.
/// Memory: a hundred numbers a lead, and some thousands that leads share. Cost: linear.
public struct WaveletEnergies: Sendable {
  /// The number of scales.
  public static let scaleCount = 5
  /// The rate at which scales are defined, in Hz: signals of twice it and more are averaged down.
  public static let samplingFrequency = 250.0

  /// So few that all scales of a chunk stay in the first cache.
  private static let chunk = 512
  private var blocks: BlockMeans
  private let form: SampleForm
  /// Scale by scale the last three times 2^j inputs, one behind the other.
  private var history = [Double](repeating: .nan, count: 3 * (1 << scaleCount - 1))
  private var energies = [Double](repeating: 0, count: scaleCount)
  private var counts = [Int](repeating: 0, count: scaleCount)

  /// What leads are transformed in, one after the other.
  public struct Memory: Sendable {
    /// Scale by scale the last inputs and room for a chunk, one behind the other; at the end room for
    /// what the last scale smooths.
    fileprivate var line = [Double](
      repeating: .nan, count: start(of: scaleCount) + 3 << 5 + chunk)
    fileprivate var means: [Float] = []

    /// Memory for leads of any rate.
    public init() {}
  }

  /// The energies of a lead before its first sample.
  public init(samplingFrequency: Double, form: SampleForm = .vectors) {
    self.form = form
    blocks = BlockMeans(length: max(1, Int(samplingFrequency / Self.samplingFrequency)))
  }

  /// Takes in the samples of a range.
  public mutating func consume(
    _ samples: [Float], in range: Range<Int>, _ memory: inout Memory
  ) {
    memory.means.removeAll(keepingCapacity: true)
    if blocks.length == 1 {
      memory.means.append(contentsOf: samples[range])
    } else if range.lowerBound == 0 {
      blocks.consume(samples, count: range.count, into: &memory.means)
    } else {
      let part = Array(samples[range])
      blocks.consume(part, count: part.count, into: &memory.means)
    }
    let count = memory.means.count
    for start in stride(from: 0, to: count, by: Self.chunk) {
      transform(start..<min(count, start + Self.chunk), &memory)
    }
  }

  /// Begins anew behind samples that the recording does not hold.
  public mutating func skip() {
    blocks.skip()
    for place in history.indices { history[place] = .nan }
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

  /// Where a scale's part of the line starts.
  private static func start(of scale: Int) -> Int { scale * chunk + 3 * ((1 << scale) - 1) }

  /// Passes some of the means through all scales.
  private mutating func transform(_ range: Range<Int>, _ memory: inout Memory) {
    moveHistory { memory.line[$0] = $1 }
    switch form {
    case .reference:
      for (place, index) in range.enumerated() {
        let mean = memory.means[index]
        memory.line[3 + place] = mean.isPresent ? Double(mean) : .nan
      }
      for scale in 0..<Self.scaleCount { smooth(scale, count: range.count, &memory.line) }
    case .vectors: transformByVectors(range, &memory)
    }
    moveHistory { $1 = memory.line[$0 + range.count] }
  }

  /// Shows each place of the line at which a scale's last inputs lie, with the number kept for it.
  @inline(__always)
  private mutating func moveHistory(_ move: (Int, inout Double) -> Void) {
    for scale in 0..<Self.scaleCount {
      let (start, kept) = (Self.start(of: scale), 3 * ((1 << scale) - 1))
      for place in 0..<3 << scale { move(start + place, &history[kept + place]) }
    }
  }

  private mutating func transformByVectors(_ range: Range<Int>, _ memory: inout Memory) {
    // Each scale's part holds its history and a chunk, and `range` is no longer than that.
    unsafe memory.means.withUnsafeBufferPointer { means in
      unsafe memory.line.withUnsafeMutableBufferPointer { line in
        guard let means = means.baseAddress, let line = line.baseAddress else { return }
        unsafe chordae_widen(means + range.lowerBound, range.count, line + 3)
        for scale in 0..<Self.scaleCount {
          unsafe counts[scale] += chordae_spline_scale(
            line + Self.start(of: scale) + 3 << scale, range.count, 1 << scale,
            line + Self.start(of: scale + 1) + 3 << (scale + 1), &energies[scale])
        }
      }
    }
  }

  /// Smooths the chunk of a scale and adds the energy of its differences.
  private mutating func smooth(_ scale: Int, count: Int, _ line: inout [Double]) {
    let (spacing, first) = (1 << scale, Self.start(of: scale) + 3 << scale)
    let next = Self.start(of: scale + 1) + 3 << (scale + 1)
    for place in 0..<count {
      let x = (0..<4).map { line[first + place - $0 * spacing] }
      line[next + place] = (x[0] + 3 * x[1] + 3 * x[2] + x[3]) / 8
      let detail = 2 * (x[0] - x[1])
      guard !detail.isNaN else { continue }
      energies[scale] += detail * detail
      counts[scale] += 1
    }
  }
}
