public import ChordaeCore
internal import ChordaeKernels

/// Whether a pacemaker is at work.
public struct ECGPacing: ECGFeature {
  private static let method = Method(
    "count",
    parameters: [
      Field.Pair("spikes", "found in the unfiltered leads"),
      Field.Pair("beats", "typed / or f, by the classifier or by --annotator"),
    ], citation: "definition")

  public static let group = FeatureGroup(
    "ecg.pacing", from: .ecg,
    [
      FeatureColumn(
        "ecg.pacing.spikes", "Pacing spikes", "Pacing spikes of the whole recording.",
        type: .int64, unit: .count, method: method, bounds: .nonNegative,
        missing: [.noSignal, .tooShort, .bandAboveNyquist, .unsupported]),
      FeatureColumn(
        "ecg.pacing.paced_fraction", "Fraction of paced beats",
        "Beats typed paced over all beats that are no artefacts; null without a beat.",
        type: .float64, unit: .one, method: method, bounds: .fraction,
        missing: [.noSignal, .tooShort, .tooFewBeats, .noLead, .bandAboveNyquist, .unsupported]),
      FeatureColumn(
        "ecg.pacing.is_paced", "Paced",
        "Whether the recorder says that a pacemaker is at work, or at least two beats are typed paced.",
        type: .bool, unit: .none,
        codes: [StandardCode(.snomedCT, "10370003", "Rhythm from artificial pacing", .related)],
        method: method,
        missing: [.noSignal, .tooShort, .tooFewBeats, .noLead, .bandAboveNyquist, .unsupported]),
    ], settings: .beats)

  private let samplingFrequency: Double
  private var spikeCount = 0
  private var beatCount = 0
  private var pacedCount = 0

  public static func needs(_ options: FeatureOptions) -> ECGNeeds { .strips }

  /// The feature before the first sample.
  public init(_ context: ECGContext) { samplingFrequency = context.recording.samplingFrequency }

  public mutating func consume(_ strip: borrowing ECGStrip) {
    let core = strip.core
    spikeCount += strip.pacingSpikes.count { core.contains($0) }
    for beat in strip.beats[strip.owned] where !beat.isArtefact {
      beatCount += 1
      pacedCount += beat.isPaced ? 1 : 0
    }
  }

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    if let fault = ecg.signalFault ?? rateFault {
      output.append(.missing(fault))
    } else {
      output.append(spikeCount)
    }
    let fault = ecg.beatFault ?? .tooFewBeats
    output.append(beatCount > 0 ? Double(pacedCount) / Double(beatCount) : nil, else: fault)
    if ecg.recording.device?.isPaced == true {
      output.append(.flag(true))
    } else {
      output.append(beatCount > 0 ? .flag(pacedCount >= 2) : .missing(fault))
    }
  }

  private var rateFault: MissingReason? {
    guard QRSDetector.samplingFrequencies.contains(samplingFrequency) else {
      return samplingFrequency < QRSDetector.samplingFrequencies.lowerBound
        ? .bandAboveNyquist : .unsupported
    }
    return nil
  }
}
