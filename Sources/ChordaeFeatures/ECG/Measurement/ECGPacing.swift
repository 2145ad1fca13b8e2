public import ChordaeCore
internal import ChordaeKernels

/// Whether a pacemaker is at work.
public struct ECGPacing: ECGFeature {
  private static let method = Method(
    "count",
    parameters: [
      Field.Pair("spikes", "found in the unfiltered leads, at 250 Hz and more"),
      Field.Pair("beats", "typed / or f, by the classifier or by --annotator"),
    ], citation: "definition")

  public static let group = FeatureGroup(
    "ecg.pacing", from: .ecg,
    [
      FeatureColumn(
        "ecg.pacing.spikes", "Pacing spikes", "Pacing spikes of the whole recording.",
        type: .int64, unit: .count, method: method, bounds: .nonNegative,
        missing: [.noSignal, .tooShort, .rateTooLow, .unsupported]),
      FeatureColumn(
        "ecg.pacing.paced_fraction", "Fraction of paced beats",
        "Beats typed paced over all beats that are no artefacts; null without a beat.",
        type: .float64, unit: .one, method: method, bounds: .fraction,
        missing: IntervalColumns.faults + [.rateTooLow]),
      FeatureColumn(
        "ecg.pacing.is_paced", "Paced",
        "Whether the recorder says that a pacemaker is at work, or at least two beats are typed paced.",
        type: .bool, unit: .none,
        codes: [StandardCode(.snomedCT, "10370003", "Rhythm from artificial pacing", .related)],
        method: method, missing: IntervalColumns.faults + [.rateTooLow]),
    ], settings: .beats)

  private let samplingFrequency: Double
  /// Whether types come from the spikes and not from an annotation file.
  private let typesFollowSpikes: Bool
  private var spikeCount = 0

  public static func needs(_ options: FeatureOptions) -> ECGNeeds { .strips }

  /// The feature before the first sample.
  public init(_ context: ECGContext) {
    samplingFrequency = context.recording.samplingFrequency
    typesFollowSpikes = context.options.annotator == nil
  }

  public mutating func consume(_ strip: borrowing ECGStrip) {
    let core = strip.core
    spikeCount += strip.pacingSpikes.count { core.contains($0) }
  }

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    if let fault = ecg.signalFault ?? rateFault {
      output.append(.missing(fault))
    } else {
      output.append(spikeCount)
    }
    let kinds = ecg.beats.indices.lazy.map { ecg.beats.kind($0) }
    let isKnown = !typesFollowSpikes || rateFault == nil
    let beatCount = isKnown ? kinds.count { $0 != .artefact } : 0
    let pacedCount = kinds.count { $0 == .paced }
    let fault = ecg.beatFault ?? (isKnown ? .tooFewBeats : rateFault ?? .tooFewBeats)
    output.append(beatCount > 0 ? Double(pacedCount) / Double(beatCount) : nil, else: fault)
    if ecg.recording.device?.isPaced == true {
      output.append(.flag(true))
    } else {
      output.append(beatCount > 0 ? .flag(pacedCount >= 2) : .missing(fault))
    }
  }

  /// Why spikes could not be sought.
  private var rateFault: MissingReason? {
    let rates = PacingSpikes.samplingFrequencies
    if rates.contains(samplingFrequency) { return nil }
    return samplingFrequency < rates.lowerBound ? .rateTooLow : .unsupported
  }
}
