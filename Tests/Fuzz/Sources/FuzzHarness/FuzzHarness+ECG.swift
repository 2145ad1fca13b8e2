internal import ChordaeCore
internal import ChordaeFeatures
internal import ChordaeReaders

/// Recordings: bytes as a file of their own, as a WFDB header, and as a file that another one names.
extension FuzzHarness {
  /// Samples after which a reading ends: a header may rightly say that nothing was recorded for days.
  private static let mostSamples = 1 << 20

  /// What the fuzzed bytes' neighbours are called: signal files, segments, and recordings for
  /// annotations to stand beside.
  static let neighbours = [
    "r.dat", "r.hea", "a.hea", "b.hea", "layout.hea", "f.hea", "f.dat", "a.atr", "h.ecg", "h.ann",
  ]

  /// Writes what does not change from input to input.
  func writeNeighbours() {
    Self.write((0..<1_000).map { UInt8(truncatingIfNeeded: $0 * 7) }, to: folder + "/r.dat")
    let samples = "16 200/mV 16 0 0 0 0"
    for (name, text) in [
      ("a", "a 1 360 100\nr.dat \(samples) I\n"), ("b", "b 1 360 50\nr.dat \(samples) I\n"),
      ("layout", "layout 2 360 0\n~ 0 0/mV 0 0 0 0 0 I\n~ 0 0/mV 0 0 0 0 0 V\n"),
      ("f", "f 2 360\nf.dat 516 200/mV 16 0 0 0 0 I\nf.dat 516 200/mV 16 0 0 0 0 II\n"),
    ] {
      Self.write(Array(text.utf8), to: "\(folder)/\(name).hea")
    }
    // An ISHNE recording of one lead, whose header has no checksum.
    var holter = Array("ISHNE1.0".utf8) + [UInt8](repeating: 0, count: 1514)
    for (place, value) in [(22, 10), (23, 2), (156, 1), (158, 6), (206, 1), (272, 200)] {
      holter[place] = UInt8(value)
    }
    Self.write(holter, to: folder + "/h.ecg")
  }

  /// Reads the bytes as all that they may be of a recording.
  func recordings(_ bytes: [UInt8]) -> [String] {
    var roles = ["input", "r.hea", "a.atr"]
    if bytes.starts(with: Array("fLaC".utf8)) { roles.append("f.dat") }
    if bytes.starts(with: Array("ANN".utf8)) { roles.append("h.ann") }
    return roles.map { recording(bytes, as: $0) }
  }

  /// Reads the bytes as one file of a recording.
  func recording(_ bytes: [UInt8], as role: String) -> String {
    Self.write(bytes, to: "\(folder)/\(role)")
    return Self.verdict { () throws(InputError) in
      switch role {
      case "a.atr": try annotations("a.hea", "atr")
      case "h.ann": try annotations("h.ecg", "ann")
      case "f.dat": try recording("f.hea")
      default: try recording(role)
      }
    }
  }

  private func recording(_ name: String) throws(InputError) -> String {
    var reader = try ECGReader(
      path: "\(folder)/\(name)",
      stated: StatedSignal(samplingFrequency: 500, unit: .millivolt))
    _ = reader.summary
    var batch = ECGBatch(leadCount: reader.recording.leads.count)
    var measured = MeasuredECG(reader.recording)
    var count = 0
    while count < Self.mostSamples, try reader.read(into: &batch) {
      precondition(batch.leads.allSatisfy { $0.count == batch.sampleCount }, "a value a sample")
      count += batch.sampleCount
      measured.consume(batch)
    }
    return "\(count) samples, \(reader.faults.count) faults\(measured.finish())"
  }

  private func annotations(_ name: String, _ annotator: String) throws(InputError) -> String {
    let annotations = try ECGReader(path: "\(folder)/\(name)").annotations(annotator)
    return "\(annotations.beats.count) beats, \(annotations.faults.count) faults"
  }
}

/// All ECG features over the first samples of a recording.
private struct MeasuredECG {
  /// Samples of all leads that are measured: each input is read many times.
  private static let mostSamples = 40_000

  private let kinds = FeatureRegistry.ecg
  private let options: FeatureOptions
  private let leadCount: Int
  private var preparation: ECGPreparation
  private var features: [any ECGFeature]
  private var outputs: [FeatureOutput]
  private var count = 0

  init(_ recording: ECGRecording) {
    let options = FeatureOptions(tables: Set(TableName.allCases))
    let context = ECGContext(recording, options: options)
    self.options = options
    leadCount = recording.leads.count
    features = kinds.map { $0.init(context) }
    outputs = kinds.map { kind in
      FeatureOutput(tables: kind.group.tables.map { TableSchema($0.name, $0.columns.map(\.field)) })
    }
    preparation = ECGPreparation(
      recording, options: options,
      needs: kinds.reduce(into: ECGNeeds()) { $0.formUnion($1.needs(options)) })
  }

  mutating func consume(_ batch: borrowing ECGBatch) {
    guard count <= Self.mostSamples else { return }
    count += batch.sampleCount * leadCount
    preparation.consume(batch)
    show()
  }

  /// What all features give, as a text.
  mutating func finish() -> String {
    preparation.end()
    show()
    let ecg = preparation.finish()
    var text = ""
    for (feature, given) in zip(features, outputs) {
      let group = type(of: feature).group
      var output = given
      feature.measure(ecg, into: &output)
      precondition(output.values.count == group.columns.count, "a value a column")
      text += " \(output.values)"
      for lead in 0..<leadCount {
        var output = FeatureOutput()
        feature.measure(ecg, lead: lead, into: &output)
        precondition(output.values.count == group.leadColumns.count, "a value a column")
        text += " \(output.values)"
      }
    }
    return text
  }

  private mutating func show() {
    while let strip = preparation.nextStrip() {
      for place in features.indices where !type(of: features[place]).needs(options).isEmpty {
        features[place].consume(strip, into: &outputs[place])
      }
    }
  }
}
