internal import CKernels

/// Samples of a lead that are cut off: those in runs of at least three that stand at the least or at
/// the greatest value that the lead has reached.
public enum ClippedRuns {
  private static let shortestRun = 3

  /// How many samples of a range lie in such a run, which may not reach beyond the range.
  ///
  /// Cost: a pass by vectors; samples are looked at one by one only where there is such a run.
  public static func count(
    _ samples: [Float], in range: Range<Int>, low: Float, high: Float,
    form: SampleForm = .vectors
  ) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= samples.count)
    if form == .vectors {
      // The kernel reads the range, which lies in the array.
      let hasRun = unsafe samples.withUnsafeBufferPointer { all in
        unsafe chordae_has_cut_run(
          all.baseAddress.map { unsafe $0 + range.lowerBound }, range.count, low, high)
      }
      if !hasRun { return 0 }
    }
    var (count, run) = (0, 0)
    for place in range {
      let isCut = samples[place] == low || samples[place] == high
      if isCut, run == 0 || samples[place] == samples[place - 1] {
        run += 1
      } else {
        count += run >= shortestRun ? run : 0
        run = isCut ? 1 : 0
      }
    }
    return count + (run >= shortestRun ? run : 0)
  }
}
