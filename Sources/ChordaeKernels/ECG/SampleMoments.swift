internal import CKernels

/// Mean, spread, skewness and kurtosis of the present samples of a stretch of one lead.
public struct SampleMoments: Sendable, Equatable {
  /// Samples that are present.
  public let count: Int
  public let mean: Double
  /// The second, third and fourth central moment, over the count.
  public let second: Double
  public let third: Double
  public let fourth: Double

  /// The third moment over the cube of the standard deviation; nil without spread.
  public var skewness: Double? { second > 0 ? third / (second * second.squareRoot()) : nil }
  /// The fourth moment over the square of the second (3 for a Gaussian); nil without spread.
  public var kurtosis: Double? { second > 0 ? fourth / (second * second) : nil }

  /// The moments of a range of samples that was scanned; nil where none is present.
  ///
  /// One pass: powers of the distance from the scan's mean, from which the central moments follow
  /// without loss.
  public init?(
    _ samples: [Float], in range: Range<Int>, scan: SampleScan, form: SampleForm = .vectors
  ) {
    guard scan.presentCount > 0 else { return nil }
    let shift = Float(scan.sum / Double(scan.presentCount))
    let sums = Self.powers(samples, range, shift: shift, form)
    let n = Double(scan.presentCount)
    let (a, b, c, d) = (sums[0] / n, sums[1] / n, sums[2] / n, sums[3] / n)
    count = scan.presentCount
    mean = Double(shift) + a
    guard scan.varies else {
      // Of a constant only its rounding error would be left.
      (second, third, fourth) = (0, 0, 0)
      return
    }
    second = b - a * a
    third = c - 3 * a * b + 2 * a * a * a
    fourth = d - 4 * a * c + 6 * a * a * b - 3 * a * a * a * a
  }

  private static func powers(
    _ samples: [Float], _ range: Range<Int>, shift: Float, _ form: SampleForm
  ) -> [Double] {
    precondition(range.lowerBound >= 0 && range.upperBound <= samples.count)
    var sums = [0.0, 0, 0, 0]
    switch form {
    case .reference:
      for sample in samples[range] where sample.isPresent {
        let distance = Double(sample) - Double(shift)
        var power = 1.0
        for place in 0..<4 {
          power *= distance
          sums[place] += power
        }
      }
    case .vectors:
      // The kernel reads the range, which lies in the array, and writes four sums.
      unsafe samples.withUnsafeBufferPointer { all in
        unsafe sums.withUnsafeMutableBufferPointer { sums in
          unsafe chordae_add_moments(
            all.baseAddress.map { unsafe $0 + range.lowerBound }, range.count, Double(shift),
            sums.baseAddress)
        }
      }
    }
    return sums
  }
}
