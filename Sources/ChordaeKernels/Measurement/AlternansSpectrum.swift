internal import Glibc

/// Alternans of T by the spectrum over the beats of a block.
///
/// Rows are 128 successive beats, columns the levels of ST and T at successive times. The powers of all
/// columns at half a cycle a beat are set against those from 0.44 to 0.49 (Smith et al., Circulation
/// 1988;77:110; Rosenbaum et al., N Engl J Med 1994;330:235).
public struct AlternansSpectrum: Sendable, Equatable {
  /// Beats of a block.
  public static let beatCount = 128
  /// The bins from 0.44 to 0.49 cycles a beat.
  private static let noiseBins = 57...62

  /// How far the beats alternate from their mean, in mV; 0 where the noise is stronger.
  public let voltage: Double
  /// By how many standard deviations of the noise the power stands out.
  public let ratio: Double

  /// The alternans of a block of `width` columns, in mV; nil where there is no noise to set it against.
  ///
  /// A row of NaN stands for a beat that is left out: the mean of the others takes its place.
  ///
  /// - Precondition: there are `beatCount` rows.
  public init?(_ rows: [Float], width: Int) {
    precondition(width > 0 && rows.count == Self.beatCount * width)
    let bins = Array(Self.noiseBins) + [Self.beatCount / 2]
    let centred = Self.centred(rows, width: width)
    let powers = bins.map { Self.power(centred, width: width, bin: $0) }
    let noise = powers.dropLast()
    let mean = noise.reduce(0, +) / Double(noise.count)
    let squares = noise.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / Double(noise.count - 1)).squareRoot()
    let excess = powers[powers.count - 1] - mean
    guard deviation > 0 else { return nil }
    voltage = max(0, excess).squareRoot()
    ratio = excess / deviation
  }

  /// The cosine of each 128th of a turn.
  private static let cosines = (0..<beatCount).map {
    Float(cos(2 * Double.pi * Double($0) / Double(beatCount)))
  }

  /// The mean over the columns of the power at a bin: the square of the transform over the rows' number.
  private static func power(_ rows: [Float], width: Int, bin: Int) -> Double {
    var (real, imaginary) = (
      [Float](repeating: 0, count: width), [Float](repeating: 0, count: width)
    )
    for row in 0..<beatCount {
      let turn = bin * row % beatCount
      // A sine is a cosine a quarter of a turn later.
      let (a, b) = (cosines[turn], cosines[(turn + 3 * beatCount / 4) % beatCount])
      for column in 0..<width {
        let value = rows[row * width + column]
        real[column] += a * value
        imaginary[column] += b * value
      }
    }
    var sum = 0.0
    for column in 0..<width {
      sum += Double(real[column] * real[column] + imaginary[column] * imaginary[column])
    }
    return sum / Double(width * beatCount * beatCount)
  }

  /// The rows less their mean; zeros for those left out.
  private static func centred(_ rows: [Float], width: Int) -> [Float] {
    var (sums, count) = ([Float](repeating: 0, count: width), 0)
    for row in 0..<beatCount where rows[row * width].isPresent {
      count += 1
      for column in 0..<width { sums[column] += rows[row * width + column] }
    }
    guard count > 0 else { return [Float](repeating: 0, count: rows.count) }
    var centred = rows
    for row in 0..<beatCount {
      let isThere = rows[row * width].isPresent
      for column in 0..<width {
        let place = row * width + column
        centred[place] = isThere ? rows[place] - sums[column] / Float(count) : 0
      }
    }
    return centred
  }
}
