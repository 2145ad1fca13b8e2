internal import CKernels

/// Turns a lead into the envelope of its QRS slopes: high during a QRS complex of whatever polarity,
/// low during P and T waves, drift, mains and muscle noise.
///
/// In order: a mean over 20 ms (it takes out 50 Hz and is the guard against aliasing), every
/// `decimation`-th sample, a mean over 1/60 s (60 Hz), less the mean of the surrounding 120 ms
/// (drift, P and T waves), the difference over 20 ms, its magnitude, and the mean of that over
/// 100 ms. All windows are symmetric, so each sample of the envelope belongs to one place in time.
/// The chain of band, slope and window integration is that of Pan & Tompkins (IEEE Trans Biomed Eng
/// 1985;32:230) with the magnitude of Hamilton (Comput Cardiol 2002;29:101) instead of the square.
/// Means are kept as sums: only ratios of the envelope matter.
package struct QRSEnvelope: Sendable {
  /// Samples of the lead to one of the envelope, which has 125 to 250 a second (the lead's own
  /// number below 250 Hz).
  package let decimation: Int
  /// Samples of the envelope a second.
  package let frequency: Double
  /// Samples of the lead on which one of the envelope rests.
  package let reach: Int
  private let mains50: Int
  private let mains60: Int
  private let surroundings: Int
  private let slope: Int
  private let window: Int

  /// The envelope of leads of `samplingFrequency` Hz.
  package init(samplingFrequency: Double) {
    decimation = max(1, Int(samplingFrequency / 125))
    let frequency = samplingFrequency / Double(decimation)
    func samples(_ seconds: Double) -> Int { max(1, Int((seconds * frequency).rounded())) }
    self.frequency = frequency
    mains50 = max(1, Int((samplingFrequency / 50).rounded()))
    mains60 = samples(1 / 60)
    surroundings = max(3, samples(0.12) | 1)
    slope = samples(0.02)
    window = samples(0.1)
    reach = mains50 + decimation * (mains60 - 1 + surroundings - 1 + slope + window - 1)
  }

  /// Samples of the lead from the first on which a sample of the envelope rests to its own place.
  package var lag: Int { (reach - 1) / 2 }

  /// Samples of the lead on which `count` consecutive samples of the envelope rest.
  package func needed(for count: Int) -> Int { (count - 1) * decimation + reach }

  /// Appends `count` samples of the envelope; `samples` are those of the lead on which they rest.
  package func append(
    _ count: Int, of samples: Span<Float>, to envelope: inout [Float], _ scratch: inout [Float],
    form: SampleForm = .vectors
  ) {
    precondition(count > 0 && samples.count == needed(for: count))
    switch form {
    case .reference: envelope += reference(samples)
    case .vectors:
      if scratch.count < 4 * samples.count {
        scratch = Array(repeating: 0, count: 4 * samples.count)
      }
      var windows = chordae_qrs_windows(
        decimation: decimation, mains50: mains50, mains60: mains60, surroundings: surroundings,
        slope: slope, window: window)
      let first = envelope.count
      envelope.append(contentsOf: repeatElement(0, count: count))
      // Safe: the counts are those that the kernel derives from the same windows.
      unsafe samples.withUnsafeBufferPointer { samples in
        unsafe scratch.withUnsafeMutableBufferPointer { scratch in
          unsafe envelope.withUnsafeMutableBufferPointer { envelope in
            unsafe chordae_qrs_envelope(
              samples.baseAddress, count, &windows, scratch.baseAddress,
              envelope.baseAddress?.advanced(by: first))
          }
        }
      }
    }
  }

  private func reference(_ samples: Span<Float>) -> [Float] {
    func sums(_ values: [Float], _ length: Int) -> [Float] {
      (0...values.count - length).map { values[$0..<$0 + length].reduce(0, +) }
    }
    let smoothed = sums(samples.indices.map { samples[$0] }, mains50)
    let means = sums(
      stride(from: 0, to: smoothed.count, by: decimation).map { smoothed[$0] }, mains60)
    let around = sums(means, surroundings)
    let band = around.indices.map {
      means[$0 + surroundings / 2] - around[$0] / Float(surroundings)
    }
    return sums((slope..<band.count).map { abs(band[$0] - band[$0 - slope]) }, window)
  }
}
