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

  /// The plan as JSON, a line a part; equal plans give equal bytes.
  ///
  /// Rows are numbers and ranges such as `0-4 7 9`, since they are most of the text.
  public func encode() -> [UInt8] {
    let head = JSONValue.object([
      ("format", .string(Self.format)), ("version", .integer(Int64(Self.version))),
      (
        "manifest",
        .object([
          ("sha256", .string(manifestDigest)), ("patients", .integer(Int64(patientCount))),
        ])
      ),
      ("shards", .integer(Int64(shardCount))),
      ("part_patients", .integer(Int64(limits.patients))),
      ("part_bytes", .integer(Int64(limits.bytes))),
    ])
    var bytes = Array(head.line.utf8.dropLast())
    bytes += ",\"parts\":[".utf8
    var separator = "\n"
    for shard in 1...shardCount {
      for part in parts(ofShard: shard) {
        bytes += "\(separator){\"shard\":\(shard),\"bytes\":\(part.bytes),\"rows\":\"".utf8
        RowList.append(part.rows, to: &bytes)
        bytes += "\"}".utf8
        separator = ",\n"
      }
    }
    bytes += "\n]}\n".utf8
    return bytes
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
    guard text["manifest"]?["sha256"]?.text == manifestDigest else { throw .otherManifest }
    guard let patients = text["part_patients"]?.int, let limit = text["part_bytes"]?.int,
      let shardCount = text["shards"]?.int, let parts = text["parts"]?.elements,
      text["manifest"]?["patients"]?.int == patientCount, patients > 0, limit > 0,
      1...Shard.most ~= shardCount
    else { throw .malformed(detail: "a value is missing or out of range: make the plan again") }
    var rows: [UInt32] = []
    rows.reserveCapacity(patientCount)
    let shards = try Self.cuts(of: parts, shardCount: shardCount, &rows, patientCount: patientCount)
    self.init(
      manifestDigest: manifestDigest, limits: PartLimits(patients: patients, bytes: limit),
      rows: rows, shards: shards)
    try check(patientCount: patientCount)
  }

  private static func cuts(
    of parts: [JSONValue], shardCount count: Int, _ rows: inout [UInt32], patientCount: Int
  ) throws(PlanError) -> [[Cut]] {
    var shards = [[Cut]](repeating: [], count: count)
    var last = 1
    for part in parts {
      guard let shard = part["shard"]?.int, last...count ~= shard, let bytes = part["bytes"]?.int,
        bytes >= 0, let list = part["rows"]?.text
      else { throw .malformed(detail: "a part is incomplete or out of order") }
      let start = rows.count
      guard RowList.parse(list, into: &rows, upTo: patientCount) else {
        throw .malformed(detail: "a part's rows are no row numbers")
      }
      shards[shard - 1].append(Cut(rows: start..<rows.count, bytes: bytes))
      last = shard
    }
    return shards
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
      bytes += String(rows[place]).utf8
      if end > place { bytes += "-\(rows[end])".utf8 }
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
