import ChordaeCore
import ChordaeFeatures
import ChordaeSinks
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaePipeline

/// The block file of a shared source: what is written is read back, and nothing else is.
@Suite struct SharedBlockTests {
  static let shapes: [(samples: Int, columns: Int)] = [
    (0, 3), (1, 1), (3, 11), (4_095, 1), (4_096, 1), (4_097, 1), (157, 3_000),
  ]

  @Test(arguments: shapes.indices)
  func `every row is read back, in order and out of it`(shape: Int) throws {
    let made = Made(samples: Self.shapes[shape].samples, columns: Self.shapes[shape].columns)
    let path = try made.write()
    defer { made.remove() }
    let block = try #require(try SharedBlock(path: path, identity: "one"))
    #expect(block.columnIDs == made.columns.map(\.id) && block.sampleCount == made.rows.count)
    for place in made.rows.indices {
      let row = try block.row(place, of: made.names[place])
      #expect(row == made.rows[place])
    }
    var random = SeededGenerator(seed: 9)
    for place in made.rows.indices.shuffled(using: &random).prefix(20) {
      let row = try block.row(place, of: made.names[place])
      #expect(row == made.rows[place])
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: made.folder.path()) == ["a.block"])
  }

  @Test func `a chunk of many columns stays within four mebibytes`() {
    let made = Made(samples: 1, columns: 3_000)
    let layout = SharedBlockLayout(
      identity: "", columns: made.columns.map(\.field), sampleCount: 10_000)
    #expect(layout.chunkLength(rows: layout.chunkRows) <= 4 << 20 && layout.chunkRows > 100)
    let wide = SharedBlockLayout(
      identity: "", columns: Array(repeating: made.columns[0].field, count: 1_000_000),
      sampleCount: 9)
    #expect(wide.chunkRows == 1 && wide.chunkCount == 9)
  }

  @Test func `a block that is absent or of another identity is none`() throws {
    let made = Made(samples: 3, columns: 2)
    let path = try made.write()
    defer { made.remove() }
    #expect(try SharedBlock(path: path + "x", identity: "one") == nil)
    #expect(try SharedBlock(path: path, identity: "two") == nil)
  }

  @Test func `a row is given to its own sample only`() throws {
    let made = Made(samples: 3, columns: 2)
    let path = try made.write()
    defer { made.remove() }
    let block = try #require(try SharedBlock(path: path, identity: "one"))
    #expect(throws: SharedBlockError.self) { try block.row(1, of: made.names[2]) }
  }

  @Test
  func `names that Unicode calls equal are of two samples, and rows of one may follow each other`()
    throws
  {
    let names = ["\u{E9}", "e\u{301}", "e\u{301}", "a"]
    let folder = Fixtures.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.block").path(percentEncoded: false)
    var writer = try SharedBlockWriter(
      path: path, temporaryPath: path + ".tmp", identity: "one",
      columns: [Field("x", .int64)], samples: names)
    for place in names.indices { try writer.append([.integer(Int64(place))]) }
    try writer.finish()
    let block = try #require(try SharedBlock(path: path, identity: "one"))
    for (place, name) in names.enumerated() {
      #expect(try block.row(place, of: name) == [.integer(Int64(place))])
    }
    #expect(throws: SharedBlockError.self) { try block.row(0, of: names[1]) }
    #expect(throws: SharedBlockError.self) { try block.row(1, of: names[0]) }
  }

  @Test func `a cut file and a changed byte are damage`() throws {
    let made = Made(samples: 12, columns: 7)
    let path = try made.write()
    defer { made.remove() }
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
    for length in stride(from: 0, to: bytes.count, by: 17) {
      #expect(isDamaged(Array(bytes.prefix(length)), made), "first \(length) bytes")
    }
    for place in stride(from: 0, to: bytes.count, by: 3) {
      var changed = bytes
      changed[place] ^= 0x41
      #expect(isDamaged(changed, made), "byte \(place) of \(bytes.count)")
    }
    #expect(!isDamaged(bytes, made))
  }

  @Test func `a block given up leaves no file`() throws {
    let made = Made(samples: 3, columns: 2)
    defer { made.remove() }
    func giveUp() throws {
      var writer = try made.writer()
      try writer.append(made.rows[0])
    }
    try giveUp()
    #expect(try FileManager.default.contentsOfDirectory(atPath: made.folder.path()).isEmpty)
    #expect(throws: SharedBlockError.self) {
      _ = try SharedBlockWriter(
        path: "/nowhere/a", temporaryPath: "/nowhere/b", identity: "", columns: [], samples: [])
    }
  }

  @Test func `the checksum is that of gzip`() {
    #expect(CRC32.of(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(CRC32.of([]) == 0)
  }

  private func isDamaged(_ bytes: [UInt8], _ made: Made) -> Bool {
    let path = made.folder.appending(path: "bad").path(percentEncoded: false)
    _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
    do {
      // A changed identity is another block, which is made anew as well.
      guard let block = try SharedBlock(path: path, identity: "one") else { return true }
      for place in made.rows.indices { _ = try block.row(place, of: made.names[place]) }
      return false
    } catch { return true }
  }
}

/// Rows of all kinds of values.
private struct Made {
  let folder = Fixtures.scratch("block")
  let columns: [FeatureColumn]
  let names: [String]
  let rows: [[FeatureValue]]

  init(samples: Int, columns count: Int) {
    let types: [ColumnType] = [
      .float64, .int64, .float32, .bool, .int32, .list(.float64, count: 3), .list(.int32, count: 2),
    ]
    columns = (0..<count).map {
      FeatureColumn(
        "var.test.c\($0)", "", "", type: types[$0 % types.count], unit: .one,
        method: Method("", citation: ""))
    }
    names = (0..<samples).map { "sample \($0)" }
    var random = SeededGenerator(seed: UInt64(samples + count))
    let reasons: [MissingReason?] = [.noDepthField, .zeroDenominator, nil]
    rows = (0..<samples).map { _ in
      (0..<count).map { column in
        let bits = random.next()
        if bits % 5 == 0 { return .missing(reasons[Int(bits >> 8 % 3) % 3]) }
        return switch types[column % types.count] {
        case .float64, .float32: .number(Double(Int64(bitPattern: bits)) / 1_000)
        case .bool: .flag(bits & 8 == 0)
        case .list(.float64, let count):
          .numbers((0..<count).map { Double(bitPattern: bits >> 12 &+ UInt64($0)) })
        case .list(_, let count):
          .integers((0..<count).map { Int64(bitPattern: bits) / Int64($0 + 1) })
        default: .integer(Int64(bitPattern: bits))
        }
      }
    }
  }

  func writer() throws -> SharedBlockWriter {
    let path = folder.appending(path: "a.block").path(percentEncoded: false)
    return try SharedBlockWriter(
      path: path, temporaryPath: path + ".tmp", identity: "one", columns: columns.map(\.field),
      samples: names)
  }

  func write() throws -> String {
    var writer = try writer()
    for row in rows { try writer.append(row) }
    try writer.finish()
    return folder.appending(path: "a.block").path(percentEncoded: false)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }
}
