internal import CKernels

/// Integers of a file on their way to samples of a lead.
package enum StoredSamples {
  /// How integers become numbers.
  package struct Scale: Sendable {
    let baseline: Double
    let gain: Double
    let missing: Int32?

    /// `(sample - baseline) / gain`, NaN where the sample is `missing`.
    package init(baseline: Double, gain: Double, missing: Int32?) {
      (self.baseline, self.gain, self.missing) = (baseline, gain, missing)
    }
  }

  /// Writes the numbers of every `step`-th integer from `start` on to the first `count` of `output`.
  package static func scale(
    _ samples: Span<Int32>, from start: Int, step: Int, count: Int, _ scale: Scale,
    into output: inout MutableSpan<Float>, form: SampleForm = .vectors
  ) {
    guard count > 0 else { return }
    precondition(start >= 0 && step > 0 && start + (count - 1) * step < samples.count)
    precondition(count <= output.count)
    switch form {
    case .reference:
      for place in 0..<count {
        let sample = samples[start + place * step]
        let value = Float((Double(sample) - scale.baseline) / scale.gain)
        output[place] = sample == scale.missing ? .nan : value
      }
    case .vectors:
      var constants = chordae_sample_scale(
        baseline: scale.baseline, gain: scale.gain, missing: scale.missing ?? 0,
        has_missing: scale.missing != nil)
      // Safe: the places were checked against both spans.
      unsafe samples.withUnsafeBufferPointer { samples in
        unsafe output.withUnsafeMutableBufferPointer { output in
          guard let source = samples.baseAddress, let target = output.baseAddress else { return }
          unsafe chordae_scale_samples(source + start, step, count, &constants, target)
        }
      }
    }
  }

  /// Writes integers of two little-endian bytes each, as many as `output` holds.
  package static func widen(
    _ bytes: Span<UInt8>, into output: inout MutableSpan<Int32>, form: SampleForm = .vectors
  ) {
    let count = output.count
    precondition(bytes.count >= 2 * count)
    switch form {
    case .reference:
      for place in 0..<count {
        let bits = UInt16(bytes[2 * place]) | UInt16(bytes[2 * place + 1]) << 8
        output[place] = Int32(Int16(bitPattern: bits))
      }
    case .vectors:
      // Safe: there are two bytes for each integer.
      unsafe bytes.withUnsafeBufferPointer { bytes in
        unsafe output.withUnsafeMutableBufferPointer { output in
          guard let source = bytes.baseAddress, let target = output.baseAddress else { return }
          unsafe chordae_widen_integers(source, count, target)
        }
      }
    }
  }

  /// The sum of `count` integers, every `step`-th one from `start` on.
  package static func sum(
    _ samples: Span<Int32>, from start: Int, step: Int, count: Int, form: SampleForm = .vectors
  ) -> Int {
    guard count > 0 else { return 0 }
    precondition(start >= 0 && step > 0 && start + (count - 1) * step < samples.count)
    switch form {
    case .reference:
      var sum = 0
      for place in 0..<count { sum += Int(samples[start + place * step]) }
      return sum
    case .vectors:
      // Safe: the places were checked.
      return unsafe samples.withUnsafeBufferPointer { samples in
        guard let source = samples.baseAddress else { return 0 }
        return Int(unsafe chordae_sum_integers(source + start, step, count))
      }
    }
  }
}
