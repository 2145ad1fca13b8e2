internal import ChordaeCore

/// A file of the HL7 Annotated ECG (PORT_MT020001): its first rhythm series.
///
/// The strips of a series are put side by side by their times: leads that were recorded one after
/// the other, as in a 3x4 print, miss the samples of the other strips. Where strips overlap, the
/// earlier in the file counts; a strip that starts between two samples is moved to the nearer one.
/// Representative beats are no rhythm and are left out, as are further rhythm series.
struct AnnotatedECGReader: DecodedECGReader, ~Copyable {
  var ecg: DecodedECG

  static let vocabulary = XMLVocabulary(
    texts: ["digits"],
    attributes: ["code", "codeSystem", "value", "unit", "type"])

  /// Whether the document's root is an annotated ECG.
  static func recognises(_ opening: [UInt8]) -> Bool {
    XMLOpening.rootName(of: opening) == "AnnotatedECG"
  }

  /// Reads a file.
  init(path: String) throws(InputError) {
    let document = try XMLDocument(path: path, keeping: Self.vocabulary)
    let series = document.root.children.filter { $0.name == "component" }
      .compactMap { $0.first("series") }.filter { $0.first("code")?["code"] == "RHYTHM" }
    guard let first = series.first else {
      throw document.fault
        ?? InputError(.noSignal, path: path, "The annotated ECG holds no rhythm series.")
    }
    var strips = AnnotatedECGStrips(path: path)
    for set in first.all("component").compactMap({ $0.first("sequenceSet") }) {
      try strips.add(set)
    }
    // In a document that breaks off, the last strip's complete leads still count, whether or not
    // the strip itself is complete.
    if let last = first.children.last, last.name == "component", !last.isComplete,
      let set = last.first("sequenceSet")
    {
      try strips.add(set)
    }
    let (leads, names, rate) = try strips.joined(fault: document.fault)
    var faults = (document.fault.map { [$0] } ?? []) + strips.faults
    if series.count > 1 {
      faults.append(
        InputError(
          .furtherRecordings, path: path, at: .line(series[1].line),
          "The annotated ECG holds further rhythm series; only the first is read."))
    }
    let cropped = CalibrationTail.cropped(
      leads, samplingFrequency: rate, path: path, faults: &faults)
    let recording = ECGRecording(
      leads: ECGLead.leads(named: names), samplingFrequency: rate,
      declaredSampleCount: nil,
      startSeconds: strips.start?.seconds ?? Self.start(of: first, in: document.root),
      device: AnnotatedECGMeasurements.device(of: first),
      bandwidth: AnnotatedECGMeasurements.bandwidth(of: first))
    ecg = try DecodedECG(
      path: path, format: "HL7 aECG", recording: recording, leads: cropped,
      skippedSignals: strips.skippedSignals, byteCount: document.byteCount, faults: faults)
  }

  /// Where strips have no times of day: when the series, else the ECG, says that it was recorded.
  private static func start(of series: XMLElement, in root: XMLElement) -> Int? {
    for time in [series.first("effectiveTime"), root.first("effectiveTime")] {
      for name in ["low", "center"] {
        if let text = time?.first(name)?["value"], let start = ClockTime(hl7: text) {
          return start.seconds
        }
      }
    }
    return nil
  }
}
