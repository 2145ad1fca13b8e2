internal import CKernels

/// A second, cheap look for QRS complexes in one lead, which shares nothing with the detector: where
/// the steepest slopes are.
///
/// The slope is the magnitude of the difference over 20 ms, its greatest value taken in blocks of
/// about 40 ms. A block is a peak where it reaches 40 % of the median of the greatest slopes of
/// two-second stretches; of peaks within 250 ms the steepest counts. It knows no T waves and no search
/// back: where it agrees with the detector, the signal is clear.
public enum SlopePeaks {
  private static let lagSeconds = 0.02
  private static let blockSeconds = 0.04
  private static let stretchSeconds = 2.0
  private static let refractorySeconds = 0.25
  private static let heightOfMedian: Float = 0.4

  /// The peaks of a lead in order, as samples, exact to a block.
  public static func find(
    _ samples: [Float], samplingFrequency: Double, form: SampleForm = .vectors
  ) -> [Int] {
    let lag = max(1, Int((lagSeconds * samplingFrequency).rounded()))
    let lanes = Int(CHORDAE_SAMPLE_LANES)
    let block = lanes * max(1, Int((blockSeconds * samplingFrequency / Double(lanes)).rounded()))
    let slopes = slopes(samples, lag: lag, block: block, form)
    let stretch = max(1, Int(stretchSeconds * samplingFrequency) / block)
    guard let threshold = threshold(slopes, stretch: stretch), threshold > 0 else { return [] }
    let refractory = Int(refractorySeconds * samplingFrequency) / block
    var peaks: [Int] = []
    for (place, slope) in slopes.enumerated() where slope >= threshold {
      if let last = peaks.last, place - last <= refractory {
        if slope > slopes[last] { peaks[peaks.count - 1] = place }
      } else {
        peaks.append(place)
      }
    }
    // The middle of the block, half of the difference's length back.
    return peaks.map { lag + $0 * block + block / 2 - lag / 2 }
  }

  /// The greatest slope of each block, the first of which starts at the sample `lag`; a slope over a
  /// missing sample takes no part.
  static func slopes(_ samples: [Float], lag: Int, block: Int, _ form: SampleForm) -> [Float] {
    guard samples.count > lag else { return [] }
    let count = samples.count - lag
    var slopes = [Float](repeating: 0, count: count / block)
    switch form {
    case .reference:
      for place in slopes.indices {
        for index in lag + place * block..<lag + (place + 1) * block {
          guard samples[index].isPresent, samples[index - lag].isPresent else { continue }
          let slope = abs(samples[index] - samples[index - lag])
          if slope > slopes[place] { slopes[place] = slope }
        }
      }
    case .vectors:
      // `lag` samples stand before the first that the kernel looks at, and `count` follow.
      unsafe samples.withUnsafeBufferPointer { samples in
        unsafe slopes.withUnsafeMutableBufferPointer { slopes in
          unsafe chordae_block_slopes(
            samples.baseAddress.map { unsafe $0 + lag }, lag, count, block, slopes.baseAddress)
        }
      }
    }
    return slopes
  }

  /// The median of the stretches' greatest slopes, times a factor; nil without a whole stretch.
  private static func threshold(_ slopes: [Float], stretch: Int) -> Float? {
    var greatest = stride(from: 0, through: slopes.count - stretch, by: stretch).compactMap {
      slopes[$0..<$0 + stretch].max()
    }
    if greatest.isEmpty, let most = slopes.max() { greatest = [most] }
    guard !greatest.isEmpty else { return nil }
    greatest.sort()
    return heightOfMedian * greatest[greatest.count / 2]
  }
}
