public import ChordaeCore

/// An ECG file of any format that the engine reads, chosen by its content and never by its name.
///
/// Where a recording stores I and II and none of III, aVR, aVL and aVF, these four are derived and
/// stand behind the stored leads.
///
/// Memory does not grow with the recording's length, except for formats of text (XML, JSON) and
/// SCP-ECG, which are decoded when they are opened: 4 bytes a sample, and the file itself. Calls block on the
/// disk. A reader belongs to one thread at a time.
public struct ECGReader: ~Copyable {
  /// The formats, in the order in which their openings are tried; WFDB's header is plain text
  /// without a signature and so comes last.
  private static var formats: [any (ECGFileReader & ~Copyable).Type] {
    [
      EDFReader.self,
      ISHNEReader.self,
      DICOMReader.self,
      SCPReader.self,
      NumPyReader.self,
      CSVReader.self,
      AnnotatedECGReader.self,
      MUSEReader.self,
      SierraReader.self,
      FHIRReader.self,
      WFDBReader.self,
    ]
  }
  private static let openingLength = 4096

  private let file: any OpenedECG
  private var derived: DerivedLeads?

  /// Opens a recording by its file's path; a WFDB record also by its header's without `.hea`.
  ///
  /// `stated` is what the manifest says of files that do not say it themselves: CSV and NumPy.
  public init(path: String, stated: StatedSignal = StatedSignal()) throws(InputError) {
    file = try Self.format(of: path).opened(path: path, stated: stated)
    derived = DerivedLeads(for: file.recording.leads)
  }

  /// What the header says, with the derived leads.
  public var recording: ECGRecording { DerivedLeads.added(to: file.recording) }
  /// What is known without reading the samples.
  public var summary: ECGSummary {
    let summary = file.summary
    return ECGSummary(
      format: summary.format, recording: DerivedLeads.added(to: summary.recording),
      storedSampleCount: summary.storedSampleCount, skippedSignals: summary.skippedSignals,
      byteCount: summary.byteCount, faults: summary.faults)
  }
  /// What is wrong with a file that nevertheless gives values; complete after the last read.
  public var faults: [InputError] { file.faults }

  /// Refills the batch with the next samples of all leads; false, with an empty batch, at the end.
  public mutating func read(into batch: inout ECGBatch) throws(InputError) -> Bool {
    let file = file
    let isFilled = try derived?.read(into: &batch) { stored throws(InputError) in
      try file.read(into: &stored)
    }
    if let isFilled { return isFilled }
    return try file.read(into: &batch)
  }

  /// Reads the beats and marks that a named annotator gave this recording, as `atr`.
  public func annotations(_ annotator: String) throws(InputError) -> ECGAnnotations {
    try file.annotations(annotator)
  }

  /// The paths of all files that a recording is made of, with the one of a named annotator.
  ///
  /// Files that are not there are among them. Of what is no recording it is the path alone, and the
  /// header that a record's name stands for. Reads no more than the header.
  public static func files(of path: String, annotator: String?) -> [String] {
    if let format = try? format(of: path) { return format.files(of: path, annotator: annotator) }
    return path.hasSuffix(".hea") ? [path] : [path, path + ".hea"]
  }

  private static func format(
    of path: String
  ) throws(InputError) -> any (ECGFileReader & ~Copyable).Type {
    let isRecordName = !path.hasSuffix(".hea") && ByteFile.exists(path + ".hea")
    if isRecordName && !ByteFile.exists(path) { return WFDBReader.self }
    var opening: [UInt8] = []
    let file = try ByteFile(path: path)
    try file.read(min(openingLength, file.size), at: 0, into: &opening)
    for format in formats where format.recognises(opening) { return format }
    // Not recognised, but meant as WFDB: its reader says what is wrong.
    if isRecordName || path.hasSuffix(".hea") { return WFDBReader.self }
    throw InputError(
      .unsupported, path: path,
      opening.isEmpty
        ? "The file is empty."
        : "The content is of no ECG format that can be read; give a WFDB record by its .hea file.")
  }
}

/// An opened file behind `ECGReader`, whatever its format.
private protocol OpenedECG: AnyObject {
  var recording: ECGRecording { get }
  var summary: ECGSummary { get }
  var faults: [InputError] { get }
  func read(into batch: inout ECGBatch) throws(InputError) -> Bool
  func annotations(_ annotator: String) throws(InputError) -> ECGAnnotations
}

private final class OpenedFile<Reader: ECGFileReader & ~Copyable>: OpenedECG {
  private var reader: Reader

  init(path: String, stated: StatedSignal) throws(InputError) {
    reader = try Reader(path: path, stated: stated)
  }

  var recording: ECGRecording { reader.recording }
  var summary: ECGSummary { reader.summary }
  var faults: [InputError] { reader.faults }

  func read(into batch: inout ECGBatch) throws(InputError) -> Bool {
    try reader.read(into: &batch)
  }

  func annotations(_ annotator: String) throws(InputError) -> ECGAnnotations {
    try reader.annotations(annotator)
  }
}

extension ECGFileReader where Self: ~Copyable {
  fileprivate static func opened(
    path: String, stated: StatedSignal
  ) throws(InputError) -> any OpenedECG {
    try OpenedFile<Self>(path: path, stated: stated)
  }
}
