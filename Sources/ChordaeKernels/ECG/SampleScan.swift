internal import CKernels

/// What one look at some samples of a lead gives.
public struct SampleScan: Sendable, Equatable {
  /// How many are present.
  public var presentCount = 0
  /// The least and the greatest of those; +infinity and -infinity without one.
  public var low = Float.infinity
  public var high = -Float.infinity
  /// Their sum.
  public var sum = 0.0

  /// Whether two of them differ.
  public var varies: Bool { low < high }

  /// Nothing seen.
  public init() {}

  /// Looks at the samples of a range.
  ///
  /// - Precondition: the range lies in the samples.
  public init(_ samples: [Float], in range: Range<Int>, form: SampleForm = .vectors) {
    precondition(range.lowerBound >= 0 && range.upperBound <= samples.count)
    switch form {
    case .reference:
      for sample in samples[range] where sample.isPresent {
        presentCount += 1
        low = min(low, sample)
        high = max(high, sample)
        sum += Double(sample)
      }
    case .vectors:
      // The kernel reads the range, which lies in the array.
      let scan = unsafe samples.withUnsafeBufferPointer { all in
        unsafe chordae_scan_samples(
          all.baseAddress.map { unsafe $0 + range.lowerBound }, range.count)
      }
      (presentCount, low, high, sum) = (scan.present, scan.low, scan.high, scan.sum)
    }
  }
}
