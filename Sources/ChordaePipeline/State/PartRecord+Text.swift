internal import ChordaeCore

/// The text of a record: a line an input, a line a failure, and a last line with all that `verify`
/// needs, so that nothing of the first two has to be held in memory.
extension PartRecord {
  /// The record of a part; nil where there is none.
  ///
  /// Its inputs are handed over one by one, and left out where nobody takes them.
  static func read(
    _ part: PartName, in layout: DatasetLayout, inputs: ((InputFingerprint) -> Void)? = nil
  ) throws(StateError) -> PartRecord? {
    let path = layout.path(DatasetLayout.record(part))
    guard StateFile.exists(path) else { return nil }
    var reading = Reading()
    try StateFile.lines(of: path) { reading.add($0, inputs) }
    guard let record = reading.record, record.part == part else {
      throw .malformed(path: path, detail: "its part must be made anew, which --resume does")
    }
    return record
  }

  /// A record of which some lines are read.
  private struct Reading {
    var inputCount = 0
    var failures: [FailureRecord] = []
    var end: JSONValue?
    var isSound = true
    private static let inputStart = Array("{\"input\":".utf8)

    mutating func add(_ line: [UInt8], _ inputs: ((InputFingerprint) -> Void)?) {
      // Nothing comes behind the last line.
      if end != nil { isSound = false }
      if line.starts(with: Self.inputStart) {
        inputCount += 1
        guard let inputs else { return }
        let input = (try? JSONParser.parse(line)).flatMap { InputFingerprint($0) }
        if let input { inputs(input) } else { isSound = false }
        return
      }
      guard let json = try? JSONParser.parse(line) else {
        isSound = false
        return
      }
      if let failure = FailureRecord(json) { failures.append(failure) } else { end = json }
    }

    var record: PartRecord? {
      guard isSound, let end, let part = end["part"]?.text.flatMap({ PartName($0) }),
        let identity = RunIdentity(end["identity"]), let counts = PatientCounts(end["counts"]),
        let files = end["files"]?.elements, end["inputs"]?.int == inputCount,
        end["failures"]?.int == failures.count
      else { return nil }
      let committed = files.compactMap { CommittedFile($0) }
      guard committed.count == files.count else { return nil }
      return PartRecord(
        part, identity, files: committed, counts: counts, inputs: [], failures: failures)
    }
  }
}

extension CommittedFile {
  var json: JSONValue {
    .object([
      ("name", .string(name)), ("rows", .integer(Int64(rows))),
      ("bytes", .integer(Int64(bytes))), ("sha256", .string(digest)),
    ])
  }

  init?(_ json: JSONValue) {
    guard let name = json["name"]?.text, let rows = json["rows"]?.int,
      let bytes = json["bytes"]?.int, let digest = json["sha256"]?.text
    else { return nil }
    self.init(name, rows: rows, bytes: bytes, digest: digest)
  }
}
