/// Runs of missing samples.
enum MissingRuns {
  /// Puts straight lines where samples are missing, the nearest sample at the ends and zeros where
  /// there is none; gives whether any was missing.
  static func bridge(_ samples: inout [Float]) -> Bool {
    var index = SamplePresence.count(samples.span)
    guard index < samples.count else { return false }
    while index < samples.count {
      guard !samples[index].isPresent else {
        index += 1
        continue
      }
      var end = index
      while end < samples.count, !samples[end].isPresent { end += 1 }
      fill(&samples, index..<end)
      index = end
    }
    return true
  }

  /// Draws a line over a run from the sample before it to the one behind it.
  static func fill(_ samples: inout [Float], _ run: Range<Int>) {
    let before = run.lowerBound > 0 ? samples[run.lowerBound - 1] : nil
    let behind = run.upperBound < samples.count ? samples[run.upperBound] : nil
    let start = before ?? behind ?? 0
    let step = ((behind ?? start) - start) / Float(run.count + 1)
    for index in run { samples[index] = start + step * Float(index - run.lowerBound + 1) }
  }
}
