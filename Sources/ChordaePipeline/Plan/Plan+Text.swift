internal import ChordaeCore

/// Why a plan cannot be used.
public enum PlanError: Error, Sendable, Equatable {
  /// The text is no plan, or not a sound one.
  case malformed(detail: String)
  /// The plan was made for another manifest, or for this one before it was edited.
  case otherManifest
}

extension Plan {
  private static let format = "chordae-plan"
  private static let version = 1

  /// The plan as JSON, a line a shard; equal plans give equal bytes.
  ///
  /// A part's rows are numbers and ranges such as `0-4 7 9`, since they are most of the text.
  public func encode() -> [UInt8] {
    let head = JSONValue.object([
      ("format", .string(Self.format)), ("version", .integer(Int64(Self.version))),
      ("manifest", .string(manifestDigest)), ("patients", .integer(Int64(patientCount))),
      ("part_patients", .integer(Int64(limits.patients))),
      ("part_bytes", .integer(Int64(limits.bytes))),
    ])
    var text = Array(head.line.utf8.dropLast())
    text.append(contentsOf: ",\"shards\":[".utf8)
    for (place, cuts) in shards.enumerated() {
      text.append(contentsOf: (place == 0 ? "\n{\"bytes\":[" : ",\n{\"bytes\":[").utf8)
      text.append(contentsOf: cuts.lazy.map { String($0.bytes) }.joined(separator: ",").utf8)
      text.append(contentsOf: "],\"rows\":[".utf8)
      for (place, cut) in cuts.enumerated() {
        text.append(contentsOf: (place == 0 ? "\"" : ",\"").utf8)
        RowList.append(rows[cut.rows], to: &text)
        text.append(UInt8(ascii: "\""))
      }
      text.append(contentsOf: "]}".utf8)
    }
    text.append(contentsOf: "\n]}\n".utf8)
    return text
  }

  /// Reads a plan and checks that it is one for a manifest: every patient in exactly one part.
  public init(
    decoding bytes: [UInt8], manifestDigest: String, patientCount: Int
  ) throws(PlanError) {
    let text: JSONValue
    do throws(JSONParser.Fault) {
      text = try JSONParser.parse(bytes)
    } catch {
      throw .malformed(detail: "no JSON at byte \(error.byte): \(error.detail)")
    }
    guard text["format"]?.text == Self.format, text["version"]?.int == Self.version else {
      throw .malformed(detail: "no plan of this version: make it again")
    }
    guard text["manifest"]?.text == manifestDigest else { throw .otherManifest }
    guard let patients = text["part_patients"]?.int, let limit = text["part_bytes"]?.int,
      let list = text["shards"]?.elements, text["patients"]?.int == patientCount,
      patients > 0, limit > 0, 1...Shard.most ~= list.count
    else { throw .malformed(detail: "a value is missing or out of range: make the plan again") }
    var rows: [UInt32] = []
    rows.reserveCapacity(patientCount)
    var shards: [[Cut]] = []
    for shard in list {
      shards.append(try Self.cuts(of: shard, &rows, patientCount: patientCount))
    }
    self.init(
      manifestDigest: manifestDigest, limits: PartLimits(patients: patients, bytes: limit),
      rows: rows, shards: shards)
    try check(patientCount: patientCount)
  }

  private static func cuts(
    of shard: JSONValue, _ rows: inout [UInt32], patientCount: Int
  ) throws(PlanError) -> [Cut] {
    guard let bytes = shard["bytes"]?.elements, let lists = shard["rows"]?.elements,
      bytes.count == lists.count
    else { throw .malformed(detail: "a shard is incomplete") }
    var cuts: [Cut] = []
    for (bytes, list) in zip(bytes, lists) {
      let start = rows.count
      guard let bytes = bytes.int, bytes >= 0, let list = list.text,
        RowList.parse(list, into: &rows, upTo: patientCount)
      else { throw .malformed(detail: "a part's rows are no row numbers, or too many") }
      cuts.append(Cut(rows: start..<rows.count, bytes: bytes))
    }
    return cuts
  }

  /// Every row of the manifest is in one part, ascending within its shard, and no part is empty or
  /// has too many.
  private func check(patientCount: Int) throws(PlanError) {
    var isTaken = [Bool](repeating: false, count: patientCount)
    for shard in shards {
      var last = -1
      for row in shard.lazy.flatMap({ rows[$0.rows] }) {
        guard row < patientCount, Int(row) > last, !isTaken[Int(row)] else {
          throw .malformed(
            detail: "a row is out of order, twice in the plan or not in the manifest")
        }
        isTaken[Int(row)] = true
        last = Int(row)
      }
      guard shard.allSatisfy({ 1...limits.patients ~= $0.rows.count }) else {
        throw .malformed(detail: "a part is empty or larger than the plan's limit")
      }
    }
    guard isTaken.allSatisfy({ $0 }) else {
      throw .malformed(detail: "a row of the manifest is in no part")
    }
  }
}

/// Ascending rows as text: numbers, and ranges where they follow each other.
private enum RowList {
  static func append(_ rows: ArraySlice<UInt32>, to bytes: inout [UInt8]) {
    var place = rows.startIndex
    while place < rows.endIndex {
      var end = place
      while end + 1 < rows.endIndex, rows[end + 1] == rows[end] + 1 { end += 1 }
      if place > rows.startIndex { bytes.append(UInt8(ascii: " ")) }
      bytes.append(contentsOf: String(rows[place]).utf8)
      if end > place { bytes.append(contentsOf: "-\(rows[end])".utf8) }
      place = end + 1
    }
  }

  /// Appends the rows of a text; false where it is none, or more rows than there may be.
  static func parse(_ text: String, into rows: inout [UInt32], upTo limit: Int) -> Bool {
    for word in text.utf8.split(separator: UInt8(ascii: " ")) {
      let ends = word.split(separator: UInt8(ascii: "-"), maxSplits: 1)
      guard let first = ends.first.flatMap({ UInt32(Substring($0)) }),
        let last = ends.last.flatMap({ UInt32(Substring($0)) }),
        first <= last, Int(last - first) < limit - rows.count
      else { return false }
      rows.append(contentsOf: first...last)
    }
    return true
  }
}
