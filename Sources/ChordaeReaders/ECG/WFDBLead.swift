internal import ChordaeCore
internal import ChordaeKernels

/// Where a lead's samples lie in its signal file, and how they become mV.
struct WFDBLead {
  /// Index of its signal file.
  let file: Int
  /// Its place among the group's signals.
  let signal: Int
  /// Place of its first sample in a frame.
  let offset: Int
  let samplesPerFrame: Int
  let skew: Int
  let gain: Double
  let baseline: Double
  let unit: VoltageUnit
  /// The header's sum modulo 2^16; nil where it states none.
  let checksum: Int?
  let statesZeroGain: Bool
  /// Its place among the header's signals.
  let headerPlace: Int

  /// Gives the lead's samples of these frames in mV, NaN where they are missing or the file ended.
  func fill(_ values: inout [Float], from file: WFDBSignalFile, frames: Range<Int>) {
    let count = frames.count * samplesPerFrame
    if values.count > count { values.removeLast(values.count - count) }
    if values.count < count {
      values.append(contentsOf: repeatElement(.nan, count: count - values.count))
    }
    switch unit {
    case .millivolt where samplesPerFrame == 1: scale(&values, file, frames)
    case .millivolt: convert(&values, file, frames) { $0 }
    default: convert(&values, file, frames) { unit.millivolts($0) }
    }
  }

  /// The same as `convert` of the case that nearly all files are.
  private func scale(_ values: inout [Float], _ file: WFDBSignalFile, _ frames: Range<Int>) {
    let start = frames.lowerBound + skew
    let stored = max(0, min(frames.upperBound + skew, file.decodedFrames) - start)
    let decoded = file.samples
    var output = values.mutableSpan
    StoredSamples.scale(
      decoded.span, from: (start - file.firstFrame) * file.frameLength + offset,
      step: file.frameLength, count: stored,
      StoredSamples.Scale(
        baseline: baseline, gain: gain, missing: file.format.missingSample), into: &output)
    for place in stored..<output.count { output[place] = .nan }
  }

  @inline(__always)
  private func convert(
    _ values: inout [Float], _ file: WFDBSignalFile, _ frames: Range<Int>,
    _ millivolts: (Double) -> Double
  ) {
    let start = frames.lowerBound + skew
    let stored = max(0, min(frames.upperBound + skew, file.decodedFrames) - start)
    let decoded = file.samples
    let samples = decoded.span
    // Wider than a sample, so that a format without a mark for missing samples has none.
    let missing = file.format.missingSample.map(Int64.init) ?? Int64.max
    let (baseline, gain) = (baseline, gain)
    // With one sample a frame all frames are one run: a third less time than a run for each.
    let run = samplesPerFrame == 1 ? stored : samplesPerFrame
    let step = samplesPerFrame == 1 ? file.frameLength : 1
    var output = values.mutableSpan
    var written = 0
    var frame = (start - file.firstFrame) * file.frameLength + offset
    while written < stored * samplesPerFrame {
      var place = frame
      for i in written..<written + run {
        let sample = samples[place]
        let value = Float(millivolts((Double(sample) - baseline) / gain))
        output[i] = Int64(sample) == missing ? .nan : value
        place += step
      }
      written += run
      frame += file.frameLength
    }
    for i in written..<output.count { output[i] = .nan }
  }
}
