/// The longest stretch of a recording without a gap, where no detector counts it: by the detector's rule.
///
/// A gap of at most 60 ms is crossed; a longer one, and any samples that the recording does not hold, end
/// the run.
struct SignalRuns {
  /// Samples of the longest run so far, up to its last one that is present.
  private(set) var longest = 0
  private let longestFill: Int
  /// The run's first sample in the recording, and the one behind its last that is present.
  private var run: Range<Int>?

  /// Runs before the first sample.
  init(samplingFrequency: Double) {
    let fill = 0.06 * samplingFrequency
    // What is no rate crosses nothing.
    longestFill = (0..<Double(1 << 48)).contains(fill) ? Int(fill) : 0
  }

  /// Takes in the recording's next samples; without `isMissing` none of them is missing.
  mutating func consume(_ samples: Range<Int>, isMissing: ((Int) -> Bool)?) {
    guard let isMissing else { return note(samples) }
    for sample in samples where !isMissing(sample) { note(sample..<sample + 1) }
  }

  /// Takes in samples that the recording does not hold.
  mutating func skip() { run = nil }

  private mutating func note(_ present: Range<Int>) {
    guard !present.isEmpty else { return }
    var first = present.lowerBound
    if let run, first - run.upperBound <= longestFill { first = run.lowerBound }
    run = first..<present.upperBound
    longest = max(longest, present.upperBound - first)
  }
}
