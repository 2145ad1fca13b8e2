internal import CKernels

/// Passes over rows of samples that every sample takes part in.
public enum SampleRows {
  /// Adds the squares of `count` samples from `start` on to `sums`.
  public static func addSquares(
    _ samples: [Float], from start: Int, count: Int, to sums: inout [Float],
    form: SampleForm = .vectors
  ) {
    precondition(count >= 0 && start >= 0 && start + count <= samples.count && count <= sums.count)
    switch form {
    case .reference:
      for index in 0..<count { sums[index] += samples[start + index] * samples[start + index] }
    case .vectors:
      unsafe run(samples, start, &sums, 0) { sums, samples in
        unsafe chordae_add_squares(sums, samples, count)
      }
    }
  }

  /// Overwrites `count` of `taken` from `place` on with every `step`-th sample from `start` on.
  public static func takeEvery(
    _ step: Int, of samples: [Float], from start: Int, count: Int, into taken: inout [Float],
    at place: Int = 0, form: SampleForm = .vectors
  ) {
    guard count > 0 else { return }
    precondition(step > 0 && start >= 0 && start + (count - 1) * step < samples.count)
    precondition(place >= 0 && place + count <= taken.count)
    switch form {
    case .reference:
      for index in 0..<count { taken[place + index] = samples[start + index * step] }
    case .vectors:
      unsafe run(samples, start, &taken, place) { taken, samples in
        unsafe chordae_take_every(taken, samples, count, step)
      }
    }
  }

  /// Overwrites `count` numbers of a row from `place` on with `factor` times the difference of the
  /// samples two on and at the same distance from `start`.
  public static func differences(
    _ samples: [Float], from start: Int, count: Int, factor: Float, into row: inout [Float],
    at place: Int, form: SampleForm = .vectors
  ) {
    guard count > 0 else { return }
    precondition(start >= 0 && start + count + 2 <= samples.count)
    precondition(place >= 0 && place + count <= row.count)
    switch form {
    case .reference:
      for index in start..<start + count {
        row[place + index - start] = factor * (samples[index + 2] - samples[index])
      }
    case .vectors:
      unsafe run(samples, start, &row, place) { row, samples in
        unsafe chordae_differences(row, samples, count, factor)
      }
    }
  }

  /// Calls a kernel with the places of two rows; nothing where one is empty.
  private static func run(
    _ samples: [Float], _ start: Int, _ row: inout [Float], _ place: Int,
    _ kernel: (UnsafeMutablePointer<Float>, UnsafePointer<Float>) -> Void
  ) {
    // Safe: the callers checked that the kernel stays within the arrays, which live as long as the call.
    unsafe row.withUnsafeMutableBufferPointer { row in
      unsafe samples.withUnsafeBufferPointer { samples in
        guard let row = row.baseAddress, let samples = samples.baseAddress else { return }
        unsafe kernel(row + place, samples + start)
      }
    }
  }
}
