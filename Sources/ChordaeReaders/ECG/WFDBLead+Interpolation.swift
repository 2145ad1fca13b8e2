/// Leads that have fewer samples than others of their record.
extension WFDBLead {
  /// Gives the lead's samples of these frames at a rate of so many samples a frame.
  ///
  /// Samples of its own stay as they are; those between are interpolated linearly, and missing where
  /// either neighbour is. `end` is the record's: what a file holds behind it has no say.
  func fill(
    _ values: inout [Float], from file: WFDBSignalFile, frames: Range<Int>, endingAt end: Int,
    samplesPerFrame target: Int
  ) {
    guard samplesPerFrame < target else {
      fill(&values, from: file, frames: frames)
      return
    }
    var own: [Float] = []
    fill(&own, from: file, frames: frames.lowerBound..<min(frames.upperBound + 1, end))
    let count = frames.count * target
    if values.count != count { values = [Float](repeating: .nan, count: count) }
    for place in 0..<count {
      let (index, rest) = (place * samplesPerFrame).quotientAndRemainder(dividingBy: target)
      values[place] = own[index]
      if rest > 0 {
        let next = index + 1 < own.count ? Double(own[index + 1]) : .nan
        let share = Double(rest) / Double(target)
        values[place] = Float(Double(own[index]) + (next - Double(own[index])) * share)
      }
    }
  }
}
