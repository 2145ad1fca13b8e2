public import ChordaeCore

/// A WFDB record: its header and the signal files that hold its leads, of one segment or several.
///
/// Signals whose unit is not a voltage are left out. A record that is shorter or longer than its
/// header declares, or whose checksums are wrong, keeps its values and has `faults`. A signal
/// without a gain is taken as 200 units a mV, as the format says; one with a stated gain of zero
/// too, and as that says that it is not calibrated, it is a fault as well.
///
/// Leads with several samples a frame keep all of them. The recording has the rate of the leads that
/// have most; the samples of a lead that has fewer stay where they are in time, those between are
/// interpolated linearly, and that is a fault (`mixed_rates`). In a record of several segments each
/// segment has its own gains; where one lacks a lead, or nothing was recorded, samples are missing.
public struct WFDBReader: ECGFileReader, ~Copyable {
  public let recording: ECGRecording

  private let recordPath: String
  private var source: WFDBSource
  private var firstSample = 0

  /// Opens a record by its header file, with or without `.hea`.
  public init(path: String) throws(InputError) {
    let headerPath = WFDBFiles.headerPath(of: path)
    source = try WFDBSource(headerPath: headerPath)
    recordPath = WFDBFiles.recordPath(ofHeader: headerPath)
    recording = source.recording
  }

  /// The headers, the signal files that they name, and the annotation file.
  public static func files(of path: String, annotator: String?) -> [String] {
    let header = WFDBFiles.headerPath(of: path)
    let annotations = annotator.map { "\(WFDBFiles.recordPath(ofHeader: header)).\($0)" }
    return WFDBFiles.all(headerPath: header) + (annotations.map { [$0] } ?? [])
  }

  /// Whether a text's first line is a record line: a name and a number of signals.
  ///
  /// Where the next one has nothing but numbers it is a table's: a signal's has a file's name, a
  /// segment's one of its own.
  public static func recognises(_ opening: [UInt8]) -> Bool {
    guard !opening.contains(0) else { return false }
    var lines = WFDBLines(opening)
    guard let line = lines.next() else { return false }
    var fields = WFDBFields(line)
    let names = { (byte: UInt8) in
      byte.isDigit || (0x41...0x5A).contains(byte & 0xDF) || "_-./".utf8.contains(byte)
    }
    guard let name = fields.next(), name.allSatisfy(names) else { return false }
    guard fields.next()?.integer != nil else { return false }
    guard let next = lines.next() else { return true }
    var cells = WFDBFields(next)
    while let cell = cells.next() {
      let decimal = UInt8(ascii: cell.contains(UInt8(ascii: ",")) ? "," : ".")
      if ArrayValue.cell(cell, decimal: decimal) == .text { return true }
    }
    return name.number == nil
  }

  /// What is known without reading the samples.
  public var summary: ECGSummary { source.summary }

  /// What is wrong with the record although it gives values; checksums are known after the last
  /// read.
  public var faults: [InputError] { source.faults }

  /// Refills the batch with the next samples; false, with an empty batch, at the end.
  public mutating func read(into batch: inout ECGBatch) throws(InputError) -> Bool {
    precondition(batch.leads.count == recording.leads.count, "A batch has its recording's leads.")
    batch.firstSample = firstSample
    batch.sampleCount = try source.read(into: &batch.leads)
    firstSample += batch.sampleCount
    return batch.sampleCount > 0
  }

  /// Reads the record's annotation file of this annotator.
  public func annotations(_ annotator: String) throws(InputError) -> ECGAnnotations {
    let isName = annotator.utf8.allSatisfy {
      $0.isDigit || (0x41...0x5A).contains($0 & 0xDF) || $0 == UInt8(ascii: "_")
    }
    let path = "\(recordPath).\(isName ? annotator : "")"
    guard isName, !annotator.isEmpty, ByteFile.exists(path) else {
      throw InputError(
        .annotatorNotFound, path: path, "The record has no annotation file of this annotator.")
    }
    // Annotations count frames where the file does not say otherwise.
    return try WFDBAnnotations.read(
      path: path, frequency: source.frameFrequency,
      recordingFrequency: recording.samplingFrequency,
      sampleCount: recording.declaredSampleCount ?? source.storedSampleCount ?? Int.max)
  }
}
