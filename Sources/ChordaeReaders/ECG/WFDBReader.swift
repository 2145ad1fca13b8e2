public import ChordaeCore

/// A WFDB record: its header and the signal files that hold its leads.
///
/// Signals whose unit is not a voltage are left out. A record that is shorter or longer than its
/// header declares, or whose checksums are wrong, keeps its values and has `faults`. A signal
/// without a gain is taken as 200 units a mV, as the format says; one with a stated gain of zero
/// too, and as that says that it is not calibrated, it is a fault as well.
public struct WFDBReader: ECGFileReader, ~Copyable {
  public let recording: ECGRecording

  private let layout: WFDBLayout
  /// Frames that are given: all that any file holds, up to the declared number.
  private let frameCount: Int
  private let framesPerBatch: Int
  private var frame = 0

  /// Opens a record by its header file, with or without `.hea`.
  public init(path: String) throws(InputError) {
    layout = try WFDBLayout(headerPath: Self.headerPath(of: path))
    recording = layout.recording
    frameCount = layout.storedFrames
    framesPerBatch = layout.framesPerBatch
  }

  /// The header, the signal files that it names, and the annotation file.
  public static func files(of path: String, annotator: String?) -> [String] {
    let header = headerPath(of: path)
    let annotations = annotator.map { "\(WFDBLayout.recordPath(ofHeader: header)).\($0)" }
    return [header] + WFDBLayout.signalFiles(headerPath: header) + (annotations.map { [$0] } ?? [])
  }

  private static func headerPath(of path: String) -> String {
    let isRecordName = !path.hasSuffix(".hea") && ByteFile.exists(path + ".hea")
    return isRecordName ? path + ".hea" : path
  }

  /// Whether a text's first line is a record line: a name and a number of signals.
  public static func recognises(_ opening: [UInt8]) -> Bool {
    guard !opening.contains(0) else { return false }
    var lines = WFDBLines(opening)
    guard let line = lines.next() else { return false }
    var fields = WFDBFields(line)
    let names = { (byte: UInt8) in
      byte.isDigit || (0x41...0x5A).contains(byte & 0xDF) || "_-./".utf8.contains(byte)
    }
    guard let name = fields.next(), name.allSatisfy(names) else { return false }
    return fields.next()?.integer != nil
  }

  /// What is known without reading the samples.
  public var summary: ECGSummary {
    ECGSummary(
      format: layout.formatName, recording: recording,
      storedSampleCount: layout.storedFrames * layout.samplesPerFrame,
      skippedSignals: layout.skippedSignals,
      byteCount: layout.files.reduce(0) { $0 + $1.byteCount }, faults: layout.sizeFaults)
  }

  /// What is wrong with the record although it gives values; checksums are known after the last
  /// read.
  public var faults: [InputError] {
    layout.sizeFaults + (frame == frameCount ? layout.checksumFaults : [])
  }

  /// Refills the batch with the next samples; false, with an empty batch, at the end.
  public mutating func read(into batch: inout ECGBatch) throws(InputError) -> Bool {
    precondition(batch.leads.count == layout.leads.count, "A batch has its recording's leads.")
    let frames = frame..<min(frame + framesPerBatch, frameCount)
    for file in layout.files { try file.load(from: frames.lowerBound, to: frames.upperBound) }
    for (place, lead) in layout.leads.enumerated() {
      lead.fill(&batch.leads[place], from: layout.files[lead.file], frames: frames)
    }
    batch.firstSample = frames.lowerBound * layout.samplesPerFrame
    batch.sampleCount = frames.count * layout.samplesPerFrame
    frame = frames.upperBound
    return !frames.isEmpty
  }

  /// Reads the record's annotation file of this annotator.
  public func annotations(_ annotator: String) throws(InputError) -> ECGAnnotations {
    let isName = annotator.utf8.allSatisfy {
      $0.isDigit || (0x41...0x5A).contains($0 & 0xDF) || $0 == UInt8(ascii: "_")
    }
    let path = "\(layout.recordPath).\(isName ? annotator : "")"
    guard isName, !annotator.isEmpty, ByteFile.exists(path) else {
      throw InputError(
        .annotatorNotFound, path: path, "The record has no annotation file of this annotator.")
    }
    // Annotations count frames where the file does not say otherwise.
    return try WFDBAnnotations.read(
      path: path, frequency: layout.frameFrequency,
      recordingFrequency: recording.samplingFrequency,
      sampleCount: recording.declaredSampleCount ?? frameCount * layout.samplesPerFrame)
  }
}
