internal import ChordaeCore

/// An XML export of GE's MUSE (`RestingECG`): its rhythm waveform, never the median beat.
///
/// What is stored as `LeadData` is read; usually these are I, II and V1 to V6. A lead that the
/// device marks as off is missing. Of several rhythm waveforms the first counts.
struct MUSEReader: DecodedECGReader, ~Copyable {
  var ecg: DecodedECG

  static let vocabulary = XMLVocabulary(
    texts: [
      "WaveformType", "SampleBase", "SampleExponent", "HighPassFilter", "LowPassFilter", "ACFilter",
      "LeadID", "LeadTimeOffset", "LeadOffsetFirstSample", "LeadSampleCountTotal",
      "LeadAmplitudeUnitsPerBit", "LeadAmplitudeUnits", "LeadSampleSize", "LeadOff",
      "LeadDataCRC32", "WaveFormData", "AcquisitionDate", "AcquisitionTime",
      "VentricularRate", "AtrialRate", "PRInterval", "QRSDuration", "QTInterval", "QTCorrected",
      "QTcFrederica", "QTcFridericia", "QTcFramingham", "PAxis", "RAxis", "TAxis", "QRSCount",
      "POnset", "POffset", "ECGSampleBase", "ECGSampleExponent",
    ], attributes: [])

  /// Whether the document's root is a MUSE resting ECG.
  static func recognises(_ opening: [UInt8]) -> Bool {
    XMLOpening.rootName(of: opening) == "RestingECG"
  }

  /// Reads a file.
  init(path: String) throws(InputError) {
    let document = try XMLDocument(path: path, keeping: Self.vocabulary)
    let waveforms = document.root.children.filter {
      $0.name == "Waveform" && $0.first("WaveformType")?.word?.lowercased() == "rhythm"
    }
    guard let waveform = waveforms.first else {
      throw document.fault
        ?? InputError(.noSignal, path: path, "The MUSE file holds no rhythm waveform.")
    }
    let rate = try Self.samplingFrequency(waveform, path: path)
    let parts = waveform.all("LeadData")
    guard !parts.isEmpty else {
      throw document.fault
        ?? InputError(.noSignal, path: path, at: .line(waveform.line), "The waveform has no lead.")
    }
    var leads: [MUSELead] = []
    for part in parts {
      leads.append(
        try MUSELead(part, of: parts.count, samplingFrequency: rate, path: path))
    }
    guard leads.contains(where: { $0.samples.contains { !$0.isNaN } }) else {
      throw leads.flatMap(\.faults).first
        ?? InputError(.noSignal, path: path, "The MUSE file's leads hold no samples.")
    }
    var faults = (document.fault.map { [$0] } ?? []) + leads.flatMap(\.faults)
    let longest = leads.reduce(0) { max($0, $1.samples.count) }
    for lead in leads where lead.samples.count < longest && lead.faults.isEmpty {
      faults.append(
        InputError(
          .truncated, path: path, at: .line(lead.line),
          "A lead is shorter than others; its last samples are missing."))
    }
    if waveforms.count > 1 {
      faults.append(
        InputError(
          .furtherRecordings, path: path, at: .line(waveforms[1].line),
          "The MUSE file holds further rhythm waveforms; only the first is read."))
    }
    let date = document.root.first("TestDemographics")
    let recording = ECGRecording(
      leads: ECGLead.leads(named: leads.map(\.name)), samplingFrequency: rate,
      declaredSampleCount: leads.compactMap(\.declaredCount).max(),
      startSeconds: ClockTime(
        date: date?.first("AcquisitionDate")?.word, time: date?.first("AcquisitionTime")?.word,
        monthFirst: true)?.seconds,
      device: MUSEMeasurements.device(of: document.root),
      bandwidth: MUSEMeasurements.bandwidth(of: waveform))
    ecg = try DecodedECG(
      path: path, format: "GE MUSE XML", recording: recording, leads: leads.map(\.samples),
      byteCount: document.byteCount, faults: faults)
  }

  /// `SampleBase` times ten to the power of `SampleExponent`, in Hz.
  private static func samplingFrequency(
    _ waveform: XMLElement, path: String
  ) throws(InputError) -> Double {
    let base = waveform.first("SampleBase")?.number ?? 0
    let exponent = waveform.first("SampleExponent").map { $0.trimmedText.integer } ?? 0
    guard let exponent, (-9...9).contains(exponent) else {
      throw InputError(
        .malformed, path: path, at: .line(waveform.line), "The waveform's exponent is no number.")
    }
    let rate = MUSEMeasurements.scaled(base, exponent: exponent)
    guard SignalBounds.isFrequency(rate) else {
      throw InputError(
        .malformed, path: path, at: .line(waveform.line),
        "The waveform states no sampling frequency.")
    }
    return rate
  }
}
