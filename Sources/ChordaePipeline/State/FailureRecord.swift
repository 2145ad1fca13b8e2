public import ChordaeCore

/// One fault of one patient's input, as a line of `failures.jsonl` and as a line of the log.
public struct FailureRecord: Sendable, Hashable {
  public let patientID: String
  /// The patient's row in the manifest, from 0.
  public let row: Int
  /// The patient's line in the manifest's text, from 1.
  public let line: Int
  /// The file at fault; nil where no one file is, as for a quarantined patient.
  public let file: String?
  /// The manifest's column, for recordings with the place in its list: `ecg[1]`.
  public let source: String?
  /// The file's kind as its name says it: `BAM`, `VCF`, `WFDB`, `XML`; nil where the name does not.
  public let format: String?
  public let reason: MissingReason
  public let place: String?
  public let detail: String
  public let part: PartName

  /// A fault of a file.
  public init(
    patientID: String, row: Int, line: Int, source: String? = nil, format: String?,
    _ error: InputError, in part: PartName
  ) {
    self.init(
      patientID: patientID, row: row, line: line, file: error.path, source: source, format: format,
      reason: error.reason, place: error.place?.description, detail: error.detail, part: part)
  }

  /// A patient that is left out for killing the process.
  public static func quarantined(
    patientID: String, row: Int, line: Int, strikes: Int, in part: PartName
  ) -> FailureRecord {
    FailureRecord(
      patientID: patientID, row: row, line: line, file: nil, format: nil, reason: .quarantined,
      place: nil,
      detail: "its inputs ended the process \(strikes) times: check them, or raise "
        + "--max-strikes", part: part)
  }

  init(
    patientID: String, row: Int, line: Int, file: String?, source: String? = nil, format: String?,
    reason: MissingReason, place: String?, detail: String, part: PartName
  ) {
    self.patientID = patientID
    self.row = row
    self.line = line
    self.file = file
    self.source = source
    self.format = format
    self.reason = reason
    self.place = place
    self.detail = detail
    self.part = part
  }

  /// The line for standard error and logs: no id, no path, no sample's name.
  public var logLine: String {
    Self.logLine(
      line: line, source: source, format: format, reason: reason, place: place, detail: detail)
  }

  /// The line of a fault that no part has taken up yet.
  static func logLine(
    line: Int, source: String?, format: String?, reason: MissingReason, place: String?,
    detail: String
  ) -> String {
    let subject = [source, format].compactMap { $0.map { ", \($0)" } }.joined()
    let spot = place.map { " at \($0)" } ?? ""
    return "manifest line \(line)\(subject): \(reason)\(spot): \(detail)"
  }

  var json: JSONValue {
    .object([
      ("patient_id", .string(patientID)), ("row", .integer(Int64(row))),
      ("line", .integer(Int64(line))), ("file", file.map { .string($0) } ?? .null),
      ("source", source.map { .string($0) } ?? .null),
      ("format", format.map { .string($0) } ?? .null), ("reason", .string(reason.code)),
      ("place", place.map { .string($0) } ?? .null), ("detail", .string(detail)),
      ("part", .string(part.description)),
    ])
  }

  init?(_ json: JSONValue) {
    guard let patientID = json["patient_id"]?.text, let row = json["row"]?.int,
      let line = json["line"]?.int, let reason = json["reason"]?.text,
      let detail = json["detail"]?.text, let part = json["part"]?.text.flatMap({ PartName($0) })
    else { return nil }
    self.init(
      patientID: patientID, row: row, line: line, file: json["file"]?.text,
      source: json["source"]?.text, format: json["format"]?.text, reason: MissingReason(reason),
      place: json["place"]?.text,
      detail: detail, part: part)
  }

  /// By generation, then as the manifest has them, then by file and by the text of the fault.
  static func comesBefore(_ a: FailureRecord, _ b: FailureRecord) -> Bool {
    let (x, y) = (a.part.shard.generation, b.part.shard.generation)
    if (x, a.row) != (y, b.row) { return (x, a.row) < (y, b.row) }
    return a.json.line < b.json.line
  }
}
