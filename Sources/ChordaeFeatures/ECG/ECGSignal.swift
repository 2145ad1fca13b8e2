public import ChordaeCore

/// What a recording holds: rate, leads, length, missing samples.
public struct ECGSignal: ECGFeature {
  private static let header = Method(
    "taken over from the recording's header", citation: "the recording's format")
  private static let count = Method(
    "count over all samples read",
    parameters: [Field.Pair("missing", "as the format marks it, not finite, or 1e9 mV and more")],
    citation: "definition")

  public static let group = FeatureGroup(
    "ecg.signal", from: .ecg,
    [
      FeatureColumn(
        "ecg.signal.sampling_frequency", "Sampling frequency",
        "Samples a second of each lead, as the file says.", type: .float64, unit: .hertz,
        method: header, bounds: .nonNegative, missing: [.unsupported]),
      FeatureColumn(
        "ecg.signal.lead_count", "Leads", "Signals that the file holds; derived leads are none.",
        type: .int32, unit: .count, method: header, bounds: .nonNegative),
      FeatureColumn(
        "ecg.signal.duration", "Duration",
        "Samples read of each lead over the sampling frequency; less than the header declares where "
          + "the file is truncated.",
        type: .float64, unit: .second, method: count, bounds: .nonNegative, missing: [.unsupported]),
      FeatureColumn(
        "ecg.signal.sample_count", "Samples read",
        "Samples read of each lead, missing ones among them.",
        type: .int64, unit: .count, method: count, bounds: .nonNegative),
      FeatureColumn(
        "ecg.signal.declared_count", "Samples declared",
        "Samples of each lead that the header declares: more than were read where the file is truncated.",
        type: .int64, unit: .count, method: header, bounds: .nonNegative, missing: [.notInFile]),
      FeatureColumn(
        "ecg.signal.missing_fraction", "Fraction of missing samples",
        "Missing samples over the samples read, of all leads that the file holds.", type: .float64,
        unit: .one, method: count, bounds: .fraction, missing: [.noSignal]),
    ])

  /// The feature; no setting changes it.
  public init(_ context: ECGContext) {}

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    let stored = ecg.recording.leads.indices.filter { !ecg.recording.leads[$0].isDerived }
    let missing = stored.reduce(0) { $0 + ecg.leads[$1].missingCount }
    let read = ecg.sampleCount * stored.count
    output.append(ecg.recording.samplingFrequency, else: .unsupported)
    output.append(ecg.recording.leads.count { !$0.isDerived })
    output.append(ecg.duration, else: .unsupported)
    output.append(ecg.sampleCount)
    output.append(FeatureValue(ecg.recording.declaredSampleCount, else: .notInFile))
    output.append(read > 0 ? Double(missing) / Double(read) : nil, else: .noSignal)
  }
}
