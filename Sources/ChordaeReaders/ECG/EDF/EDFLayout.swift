internal import ChordaeCore

/// Which signals of an EDF file are its leads.
struct EDFLayout {
  let leads: [EDFLead]
  /// Samples of each lead in a data record.
  let samplesPerRecord: Int
  let samplingFrequency: Double
  let skippedSignals: Int
  let bandwidth: ECGBandwidth
  private(set) var faults: [InputError] = []

  /// The signal that holds the data records' times; nil where there is none.
  let timeSignal: EDFSignal?

  /// Chooses the leads: all voltages, unless their label names another kind of signal, that have the
  /// rate of those labelled as ECG, or where no label says so the highest rate.
  init(_ header: EDFHeader, path: String) throws(InputError) {
    let candidates = header.signals.filter(\.isCandidate)
    if let place = header.signals.firstIndex(where: {
      SignalName.isECG($0.label) && $0.unit.isEmpty && !$0.isAnnotations
    }) {
      throw InputError(
        .malformed, path: path,
        "Signal \(place + 1) is an ECG by its label and has no unit; its amplitudes are not known.")
    }
    let named = candidates.filter { SignalName.isECG($0.label) }
    guard let most = (named.isEmpty ? candidates : named).map(\.samplesPerRecord).max() else {
      throw InputError(
        .noSignal, path: path,
        "The file has no ECG lead: none of its \(header.signals.count) signals is a voltage.")
    }
    let chosen = candidates.filter { $0.samplesPerRecord == most }
    samplesPerRecord = most
    samplingFrequency = Double(most) / header.recordSeconds
    guard header.recordSeconds > 0, SignalBounds.isFrequency(samplingFrequency) else {
      throw InputError(
        .malformed, path: path, at: .byte(244),
        "The data records have no duration, or one of which no sampling frequency follows.")
    }
    var leads: [EDFLead] = []
    for signal in chosen {
      leads.append(EDFLead(signal: signal, scale: try signal.scale()))
    }
    self.leads = leads
    bandwidth = EDFPrefilter.common(chosen.map(\.bandwidth))
    timeSignal = header.signals.first(where: \.isAnnotations)
    skippedSignals = header.signals.count { !$0.isAnnotations } - chosen.count
    // Beside signals that are called ECG those of another rate that are not are something else.
    let others = (named.isEmpty ? candidates : named).count { $0.samplesPerRecord != most }
    if others > 0 {
      faults.append(
        InputError(
          .mixedRates, path: path,
          "Of the voltages \(others) have another rate than the leads and are left out."))
    }
  }
}
