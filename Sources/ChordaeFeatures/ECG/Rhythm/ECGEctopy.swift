public import ChordaeCore
internal import ChordaeKernels

/// Premature beats, pauses and the range of the heart's rate.
public struct ECGEctopy: ECGFeature {
  public static let group = FeatureGroup(
    "ecg.ectopy", from: .ecg, columns, recording: .longest, settings: .beats)

  /// The feature; its settings act in the preparation.
  public init(_ context: ECGContext) {}

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    let frequency = ecg.recording.samplingFrequency
    let beats = BeatTally(ecg.beats, ecg.beats.indices, samplingFrequency: frequency)
    guard ecg.beatFault == nil, beats.intervalCount > 0 else {
      return output.appendMissing(Self.columns.count, ecg.beatFault ?? .tooFewBeats)
    }
    let ectopy = EctopyTally(ecg.beats, samplingFrequency: frequency)
    output.append(beats.beatCount)
    append(beats.ventricularCount, ectopy.ventricular, beats, &output)
    append(beats.supraventricularCount, ectopy.supraventricular, beats, &output)
    output.append(.number(Double(ectopy.bigeminalBeats) / Double(beats.beatCount)))
    output.append(.number(Double(ectopy.trigeminalBeats) / Double(beats.beatCount)))
    let couplings = RRMoments(ectopy.couplings)
    output.append(couplings.mean, else: .tooFewEctopicBeats)
    output.append(couplings.deviation, else: .tooFewEctopicBeats)
    output.append(ectopy.pauses.two)
    output.append(ectopy.pauses.twoAndHalf)
    output.append(ectopy.pauses.three)
    output.append(beats.longestInterval.map { $0 * 1000 }, else: .tooFewBeats)
    output.append(beats.leastRate, else: .tooFewBeats)
    output.append(beats.greatestRate, else: .tooFewBeats)
  }

  private func append(
    _ count: Int, _ rows: EctopyTally.Rows, _ beats: BeatTally, _ output: inout FeatureOutput
  ) {
    output.append(count)
    output.append(.number(Double(count) / (beats.seconds / 3600)))
    output.append(.number(100 * Double(count) / Double(beats.beatCount)))
    output.append(rows.couplets)
    output.append(rows.runs)
    output.append(rows.longestRun)
  }
}
