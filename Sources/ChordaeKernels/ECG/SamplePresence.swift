internal import CKernels

/// Which samples of a signal are present.
package enum SamplePresence {
  /// What no amplifier gives, in mV, and what would drown a sum.
  static let limit: Float = CHORDAE_PRESENT_BELOW

  /// How many samples are present from the first on.
  package static func count(_ samples: Span<Float>, form: SampleForm = .vectors) -> Int {
    count(samples, below: limit, form: form)
  }

  /// How many samples from the first on have a magnitude below a limit; a missing one has none.
  package static func count(
    _ samples: Span<Float>, below limit: Float, form: SampleForm = .vectors
  ) -> Int {
    switch form {
    case .reference:
      var count = 0
      while count < samples.count, abs(samples[count]) < limit { count += 1 }
      return count
    case .vectors:
      // Safe: the kernel reads as many samples as it is told that there are.
      return unsafe samples.withUnsafeBufferPointer {
        unsafe chordae_samples_below($0.baseAddress, $0.count, limit)
      }
    }
  }
}

extension Float {
  /// Whether it is a sample of a signal: NaN, infinity and magnitudes of 1e9 mV or more are missing
  /// samples.
  @inline(__always)
  package var isPresent: Bool { abs(self) < SamplePresence.limit }
}
