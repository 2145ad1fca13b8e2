internal import CKernels

/// Adds rows of samples that went through a filter of few taps; every filter without feedback, and
/// every sum of products at neighbouring lags, is made of it.
public enum FilteredRow {
  /// `sums[place + i] += taps[0] * samples[start + i] + taps[1] * samples[start + i + 1] + ...` for
  /// each `i` below `count`.
  ///
  /// - Precondition: the sums and all samples that are asked for are there.
  public static func add(
    _ samples: [Float], from start: Int, count: Int, taps: [Float], to sums: inout [Float],
    at place: Int, form: SampleForm = .vectors
  ) {
    add(samples, from: start, count: count, taps, 0..<taps.count, to: &sums, at: place, form: form)
  }

  /// The same with a part of a row for taps.
  static func add(
    _ samples: [Float], from start: Int, count: Int, _ taps: [Float], _ part: Range<Int>,
    to sums: inout [Float], at place: Int, form: SampleForm = .vectors
  ) {
    guard count > 0, !part.isEmpty else { return }
    precondition(start >= 0 && start + count + part.count - 1 <= samples.count)
    precondition(place >= 0 && place + count <= sums.count)
    precondition(part.lowerBound >= 0 && part.upperBound <= taps.count)
    switch form {
    case .reference:
      for index in 0..<count {
        for (lag, tap) in part.enumerated() {
          sums[place + index] += taps[tap] * samples[start + index + lag]
        }
      }
    case .vectors:
      // Safe: the three parts were checked against their arrays, which live as long as the call.
      unsafe sums.withUnsafeMutableBufferPointer { sums in
        unsafe samples.withUnsafeBufferPointer { samples in
          unsafe taps.withUnsafeBufferPointer { taps in
            guard let sums = sums.baseAddress, let samples = samples.baseAddress,
              let taps = taps.baseAddress
            else { return }
            unsafe chordae_add_filtered(
              sums + place, samples + start, count, taps + part.lowerBound, part.count)
          }
        }
      }
    }
  }
}
