internal import ChordaeCore

/// A WFDB record taken apart: its signal files opened, and its leads with their place in them.
struct WFDBLayout {
  let recording: ECGRecording
  let headerPath: String
  let frameFrequency: Double
  let declaredFrames: Int?
  let files: [WFDBSignalFile]
  let leads: [WFDBLead]
  /// Signals that are no voltage or have no file.
  let skippedSignals: Int
  /// Samples in a frame of the leads that have most of them.
  let samplesPerFrame: Int

  static let longestFrame = 1 << 14
  /// Samples of all leads in one frame, which is the least that a batch holds.
  static let widestFrame = 1 << 20
  private static let mostSkewedSamples = 1 << 22

  /// Opens the signal files that hold leads.
  init(headerPath: String, header: WFDBHeader) throws(InputError) {
    var groups = Groups(headerPath: headerPath, header: header)
    try groups.open()
    guard !groups.leads.isEmpty else {
      throw InputError(
        .noSignal, path: headerPath,
        "The record has no ECG lead: none of its \(header.signalCount) signals is a voltage.")
    }
    let samplesPerFrame = groups.leads.reduce(1) { max($0, $1.samplesPerFrame) }
    // Every lead is given at the rate of the one that has most.
    guard groups.leads.count * samplesPerFrame <= Self.widestFrame else {
      throw InputError(
        .unsupported, path: headerPath,
        "The record has more leads of more samples per frame than can be read together.")
    }
    self.samplesPerFrame = samplesPerFrame
    (files, leads, skippedSignals) = (groups.files, groups.leads, groups.skippedSignals)
    (frameFrequency, declaredFrames) = (header.frameFrequency, header.frameCount)
    self.headerPath = headerPath
    let frequency = header.frameFrequency * Double(samplesPerFrame)
    guard SignalBounds.isFrequency(frequency) else {
      throw InputError(
        .malformed, path: headerPath,
        "The sampling frequency is none that a recording can have; mend the record line.")
    }
    recording = ECGRecording(
      leads: ECGLead.leads(named: groups.names),
      samplingFrequency: frequency,
      declaredSampleCount: header.frameCount.map { $0 * samplesPerFrame },
      startSeconds: header.startSeconds)
    guard storedFrames > 0 else {
      throw InputError(
        .truncated, path: files[0].path, at: .sample(0), "The signal file holds no sample.")
    }
  }

  /// Frames that any of the files holds, up to the declared number.
  var storedFrames: Int {
    min(declaredFrames ?? Int.max, files.reduce(0) { max($0, $1.storedFrames) })
  }

  /// Frames of a batch: few enough for a small memory, and a multiple of six, as packed formats
  /// want.
  var framesPerBatch: Int {
    let longest = files.reduce(leads.count * samplesPerFrame) { max($0, $1.frameLength) }
    return min(65_532, max(6, (1 << 20) / longest / 6 * 6))
  }

  var formats: Set<Int> { Set(files.map(\.format.rawValue)) }

  /// Samples of the record; nil where only reading tells.
  var storedSampleCount: Int? {
    files.allSatisfy(\.statesLength) ? storedFrames * samplesPerFrame : nil
  }

  var byteCount: Int { files.reduce(0) { $0 + $1.byteCount } }
}

extension WFDBLayout {
  /// The header's signals by the files that hold them, as these are opened.
  private struct Groups {
    let headerPath: String
    let header: WFDBHeader
    var files: [WFDBSignalFile] = []
    var leads: [WFDBLead] = []
    var names: [String] = []
    var skippedSignals = 0

    init(headerPath: String, header: WFDBHeader) {
      self.headerPath = headerPath
      self.header = header
    }

    mutating func open() throws(InputError) {
      var seen: Set<String> = []
      var start = 0
      while start < header.signals.count {
        let name = header.signals[start].fileName
        let end =
          header.signals[start...].firstIndex { $0.fileName != name } ?? header.signals.count
        guard name == "~" || seen.insert(name).inserted else {
          throw fault(.malformed, "Signals of one file do not follow each other in the header.")
        }
        try open(header.signals[start..<end])
        start = end
      }
    }

    /// Opens the file of one group, unless it holds no lead.
    private mutating func open(_ group: ArraySlice<WFDBSignal>) throws(InputError) {
      let first = group[group.startIndex]
      let holdsLead = group.contains { $0.voltageUnit != nil }
      guard first.format != 0, first.fileName != "~", holdsLead else {
        skippedSignals += group.count
        return
      }
      guard let format = WFDBSampleFormat(rawValue: first.format) else {
        throw fault(
          .unsupported, "Signal format \(first.format) cannot be read; convert the record to 16.")
      }
      try check(group)
      guard let path = WFDBFiles.path(of: first.fileName, besideHeader: headerPath)
      else {
        throw fault(.malformed, "A signal file is named by a path outside the header's folder.")
      }
      files.append(
        try WFDBSignalFile(
          path: path, format: format, group: group, declaredFrames: header.frameCount))
      addLeads(group)
    }

    private func check(_ group: ArraySlice<WFDBSignal>) throws(InputError) {
      let first = group[group.startIndex]
      let offsets = Set(group.compactMap(\.byteOffset))
      guard group.allSatisfy({ $0.format == first.format }), offsets.count <= 1 else {
        throw fault(
          .malformed, "Signals of one file differ in their format or byte offset.")
      }
      let length = group.reduce(0) { $0 + $1.samplesPerFrame }
      let skew = group.reduce(0) { max($0, $1.skew) }
      guard length <= WFDBLayout.longestFrame, skew * length <= WFDBLayout.mostSkewedSamples else {
        throw fault(
          .unsupported, "The header's samples per frame or skew are larger than can be read.")
      }
    }

    private mutating func addLeads(_ group: ArraySlice<WFDBSignal>) {
      var offset = 0
      for (place, signal) in group.enumerated() {
        defer { offset += signal.samplesPerFrame }
        guard let unit = signal.voltageUnit else {
          skippedSignals += 1
          continue
        }
        names.append(signal.name)
        leads.append(
          WFDBLead(
            file: files.count - 1, signal: place, offset: offset,
            samplesPerFrame: signal.samplesPerFrame, skew: signal.skew,
            gain: signal.gain ?? WFDBSignal.assumedGain, baseline: Double(signal.baseline),
            unit: unit, checksum: signal.checksum, statesZeroGain: signal.statesZeroGain,
            headerPlace: group.startIndex + place))
      }
    }

    private func fault(_ reason: MissingReason, _ detail: String) -> InputError {
      InputError(reason, path: headerPath, detail)
    }
  }
}
