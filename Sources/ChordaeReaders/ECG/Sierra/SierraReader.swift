internal import ChordaeCore

/// A Philips Sierra XML file (`restingecgdata` of versions 1.03, 1.04, 1.04.01 and 1.04.02): its
/// parsed waveforms, plain or packed by XLI, never the representative beats.
///
/// A calibration pulse at the end, of which the leads have the same samples, is cut off and told.
/// Plain base64 holds one lead after the other, each as it is.
struct SierraReader: DecodedECGReader, ~Copyable {
  var ecg: DecodedECG

  static let vocabulary = XMLVocabulary(
    texts: [
      "documenttype", "documentversion", "parsedwaveforms", "samplingrate", "resolution",
      "signalresolution", "signalbandwidth", "hipass", "lowpass", "notchfiltered",
      "notchfilterfreqs", "acquisitiontype", "numberchannelsallocated", "numberchannelsvalid",
      "bitspersample", "signaloffset", "signalsigned", "statementcode",
      "atrialrate", "meanventrate", "meanprint", "meanqrsdur", "meanqtint", "meanqtc",
      "pfrontaxis", "qrsfrontaxis", "tfrontaxis", "numberofcomplexes",
    ],
    attributes: [
      "date", "time", "compressmethod", "compression", "dataencoding", "numberofleads",
      "leadlabels", "durationperchannel", "samplespersecond", "resolution", "signaloffset",
      "signalsigned", "bitspersample", "nbitspersample", "hipass", "lowpass", "notchfiltered",
      "notchfilterfreqs",
    ])

  /// Whether the document's root is a Philips resting ECG.
  static func recognises(_ opening: [UInt8]) -> Bool {
    XMLOpening.rootName(of: opening) == "restingecgdata"
  }

  /// Reads a file.
  init(path: String) throws(InputError) {
    let document = try XMLDocument(path: path, keeping: Self.vocabulary)
    try Self.checkVersion(document.root, path: path)
    guard let waveforms = document.root.first("waveforms", "parsedwaveforms"), waveforms.isComplete
    else {
      throw document.fault
        ?? InputError(.noSignal, path: path, "The Sierra file holds no parsed waveforms.")
    }
    var faults = document.fault.map { [$0] } ?? []
    let signal = try SierraSignal(waveforms, in: document.root, path: path)
    let leads = CalibrationTail.cropped(
      try signal.leads(waveforms, faults: &faults), samplingFrequency: signal.samplingFrequency,
      path: path, faults: &faults)
    let acquisition = document.root.first("dataacquisition")
    let recording = ECGRecording(
      leads: ECGLead.leads(named: signal.names), samplingFrequency: signal.samplingFrequency,
      declaredSampleCount: signal.declaredCount,
      startSeconds: ClockTime(date: acquisition?["date"], time: acquisition?["time"])?.seconds,
      device: SierraMeasurements.device(of: document.root),
      bandwidth: SierraMeasurements.bandwidth(of: waveforms, in: document.root))
    ecg = try DecodedECG(
      path: path, format: "Philips Sierra XML", recording: recording, leads: leads,
      byteCount: document.byteCount, faults: faults)
  }

  private static func checkVersion(_ root: XMLElement, path: String) throws(InputError) {
    let information = root.first("documentinfo")
    let type = information?.first("documenttype")?.word ?? ""
    let version = information?.first("documentversion")?.word ?? ""
    guard ["SierraECG", "PhilipsECG"].contains(type),
      ["1.03", "1.04", "1.04.01", "1.04.02"].contains(version)
    else {
      throw InputError(
        .unsupported, path: path, at: .line(information?.line ?? root.line),
        "The document is no Philips ECG of versions 1.03 to 1.04.02.")
    }
  }
}
