internal import ChordaeCore

/// The text of a record: a first line with all that `verify` needs, then a line an input and a line
/// a failure, so that neither is held twice in memory.
extension PartRecord {
  /// The record as JSON lines.
  var lines: [UInt8] {
    let head = JSONValue.object([
      ("part", .string(part.description)), ("identity", identity.json),
      ("files", .array(files.map(\.json))), ("counts", counts.json),
      ("inputs", .integer(Int64(inputs.count))), ("failures", .integer(Int64(failures.count))),
    ])
    var text = Array((head.line + "\n").utf8)
    for input in inputs { text.append(contentsOf: (input.json.line + "\n").utf8) }
    for failure in failures { text.append(contentsOf: (failure.json.line + "\n").utf8) }
    return text
  }

  /// The record of a part, where wanted with its inputs; nil where there is none.
  static func read(
    _ part: PartName, in layout: DatasetLayout, inputs: Bool = true
  ) throws(StateError) -> PartRecord? {
    let path = layout.path(DatasetLayout.record(part))
    guard StateFile.exists(path) else { return nil }
    var reading = Reading(wantsInputs: inputs)
    try StateFile.lines(of: path) { reading.add($0) }
    guard let record = reading.record, record.part == part else {
      throw .malformed(path: path, detail: "its part must be made anew, which --resume does")
    }
    return record
  }

  /// A record of which some lines are read.
  private struct Reading {
    let wantsInputs: Bool
    var head: JSONValue?
    var inputs: [InputFingerprint] = []
    var failures: [FailureRecord] = []
    var lineCount = 0
    var isSound = true

    init(wantsInputs: Bool) { self.wantsInputs = wantsInputs }

    mutating func add(_ line: [UInt8]) {
      lineCount += 1
      guard let head else {
        head = try? JSONParser.parse(line)
        return
      }
      let isInput = lineCount - 1 <= head["inputs"]?.int ?? 0
      if isInput && !wantsInputs { return }
      let json = try? JSONParser.parse(line)
      if isInput, let input = json.flatMap({ InputFingerprint($0) }) {
        inputs.append(input)
      } else if !isInput, let failure = json.flatMap({ FailureRecord($0) }) {
        failures.append(failure)
      } else {
        isSound = false
      }
    }

    var record: PartRecord? {
      guard isSound, let head, let part = head["part"]?.text.flatMap({ PartName($0) }),
        let identity = RunIdentity(head["identity"]), let counts = PatientCounts(head["counts"]),
        let files = head["files"]?.elements, let inputCount = head["inputs"]?.int,
        head["failures"]?.int == failures.count, lineCount - 1 - failures.count == inputCount
      else { return nil }
      let committed = files.compactMap { CommittedFile($0) }
      guard committed.count == files.count else { return nil }
      return PartRecord(
        part, identity, files: committed, counts: counts, inputs: inputs, failures: failures)
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
