public import ChordaeCore

/// A reader of one ECG file format: one file opened, read from its first sample to its last.
///
/// A new format is one type of this protocol and one line in `ECGReader.formats`.
public protocol ECGFileReader: ~Copyable {
  /// Whether a file that begins with these bytes is of this format.
  static func recognises(_ opening: [UInt8]) -> Bool
  /// The paths of all files that a recording is made of, with the one of a named annotator; files
  /// that are not there are among them. Reads no more than the header.
  static func files(of path: String, annotator: String?) -> [String]
  /// Opens a file and reads its header.
  init(path: String) throws(InputError)
  /// Opens a file of a format that may leave rate or unit to a statement outside it.
  init(path: String, stated: StatedSignal) throws(InputError)
  /// What the header says.
  var recording: ECGRecording { get }
  /// What is known without reading the samples.
  var summary: ECGSummary { get }
  /// What is wrong with a file that nevertheless gives values; complete after the last read.
  var faults: [InputError] { get }
  /// Refills the batch with the next samples of all leads; false, with an empty batch, at the end.
  mutating func read(into batch: inout ECGBatch) throws(InputError) -> Bool
  /// Reads the beats and marks that a named annotator gave this recording.
  func annotations(_ annotator: String) throws(InputError) -> ECGAnnotations
}

extension ECGFileReader where Self: ~Copyable {
  /// Opens a file of a format that states rate and unit itself: nothing else counts.
  public init(path: String, stated: StatedSignal) throws(InputError) { try self.init(path: path) }
}
