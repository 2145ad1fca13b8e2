import ChordaeCore
import ChordaeTestSupport
import Dispatch
import Foundation
import Testing

@testable import ChordaePipeline

/// The block of a table: each sample's rows come back as they were, and nothing else does.
@Suite struct SharedTableTests {
  static let shapes: [(samples: Int, rows: Int)] = [
    (0, 0), (1, 0), (3, 1), (5, 8), (4, 9), (4_100, 1), (70, 900),
  ]

  @Test(arguments: shapes.indices)
  func `every sample's rows are read back, in order and out of it`(shape: Int) throws {
    let made = MadeTable(samples: Self.shapes[shape].samples, rows: Self.shapes[shape].rows)
    let path = try made.write()
    defer { made.remove() }
    let block = try #require(try SharedBlock(path: path, identity: "one"))
    #expect(block.sampleCount == made.names.count)
    var random = SeededGenerator(seed: 9)
    let places = Array(made.names.indices)
    for place in places + places.shuffled(using: &random).prefix(30) {
      let columns = try block.columns(place, digest: made.digest(place))
      #expect(columns == made.batches[place].columns, "sample \(place)")
    }
  }

  @Test func `threads read one block side by side`() throws {
    let made = MadeTable(samples: 120, rows: 800)
    let path = try made.write()
    defer { made.remove() }
    let block = try #require(try SharedBlock(path: path, identity: "one"))
    DispatchQueue.concurrentPerform(iterations: 240) { @Sendable iteration in
      let place = iteration * 7 % 120
      let columns = try? block.columns(place, digest: made.digest(place))
      #expect(columns == made.batches[place].columns, "sample \(place)")
    }
  }

  @Test func `what a sample has as the one before takes a byte a column`() throws {
    let made = MadeTable(samples: 1, rows: 900)
    let names = (0..<60).map { "sample \($0)" }
    let path = made.folder.appending(path: "same.block").path(percentEncoded: false)
    defer { made.remove() }
    var writer = try SharedBlockWriter(
      path: path, temporaryPath: path + ".tmp", identity: "one", columns: made.schema.fields,
      samples: names, tableRows: 900)
    for _ in names { try writer.append(made.batches[0]) }
    try writer.finish()
    let single = try Data(contentsOf: URL(filePath: made.write())).count
    #expect(try Data(contentsOf: URL(filePath: path)).count < 2 * single)
    let block = try #require(try SharedBlock(path: path, identity: "one"))
    for (place, name) in names.enumerated() {
      let columns = try block.columns(place, digest: SharedBlockLayout.digest(of: name))
      #expect(columns == made.batches[0].columns, "sample \(place)")
    }
  }

  @Test func `rows are given to their own sample only`() throws {
    let made = MadeTable(samples: 3, rows: 2)
    let path = try made.write()
    defer { made.remove() }
    let block = try #require(try SharedBlock(path: path, identity: "one"))
    #expect(throws: SharedBlockError.self) { try block.columns(1, digest: made.digest(2)) }
  }

  @Test func `a cut file and a changed byte are damage`() throws {
    let made = MadeTable(samples: 4, rows: 5)
    let path = try made.write()
    defer { made.remove() }
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
    for length in stride(from: 0, to: bytes.count, by: 13) {
      #expect(isDamaged(Array(bytes.prefix(length)), made), "first \(length) bytes")
    }
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 0x41
      #expect(isDamaged(changed, made), "byte \(place) of \(bytes.count)")
    }
    #expect(!isDamaged(bytes, made))
  }

  @Test func `a header whose rows would overflow every length is none`() {
    func header(_ rows: Int64) -> JSONValue {
      .object([
        ("identity", .string("")), ("samples", .integer(1)), ("chunk_rows", .integer(1)),
        ("table_rows", .integer(rows)),
        (
          "columns",
          .array([.object([("id", .string("a")), ("type", .string("list<int64>[1000]"))])])
        ),
      ])
    }
    #expect(SharedBlockLayout(header: header(2_000)) != nil)
    for rows in [-1, 3_000_000, Int64(Int32.max), Int64.max, Int64.min] {
      #expect(SharedBlockLayout(header: header(rows)) == nil, "\(rows) rows")
    }
  }

  @Test func `texts that Unicode calls equal keep their bytes`() throws {
    var numbers = TextNumbers()
    #expect(
      ["\u{E9}", "e\u{301}", "\u{E9}", "", "e\u{301}"].map { numbers.number(of: $0) } == [
        0, 1, 0, 2, 1,
      ])
    #expect(numbers.texts.map { Array($0.utf8) } == [[0xC3, 0xA9], [0x65, 0xCC, 0x81], []])
  }

  private func isDamaged(_ bytes: [UInt8], _ made: MadeTable) -> Bool {
    let path = made.folder.appending(path: "bad").path(percentEncoded: false)
    _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
    do {
      // A changed identity is another block, which is made anew as well.
      guard let block = try SharedBlock(path: path, identity: "one") else { return true }
      for place in made.names.indices { _ = try block.columns(place, digest: made.digest(place)) }
      return false
    } catch { return true }
  }
}

/// A table's rows of some samples, of all kinds of columns.
private struct MadeTable: Sendable {
  let folder = Fixtures.scratch("table")
  let schema: TableSchema
  let names: [String]
  let batches: [RecordBatch]

  init(samples: Int, rows: Int) {
    let types = ColumnType.scalars + [.list(.float64, count: 3), .text, .list(.int32, count: 2)]
    let schema = TableSchema(.scores, types.enumerated().map { Field("c\($0)", $1) })
    self.schema = schema
    names = (0..<samples).map { "sample \($0)" }
    var random = SeededGenerator(seed: UInt64(samples + rows))
    batches = (0..<samples).map { sample in
      var batch = RecordBatch(schema)
      for row in 0..<rows {
        batch.append(
          row: types.enumerated().map { place, type in
            var number = Int64.random(in: -999...999, using: &random)
            // Some columns are those of the sample before, some with nulls.
            if place % 3 == 1 { number = Int64(row + sample / 3) }
            // The last column of texts is the same of each sample.
            if place == 7 { return .text("score \(row)") }
            if number % 5 == 0 { return .missing(nil) }
            return switch type {
            case .float32, .float64: .number(Double(number) / 8)
            case .int32, .int64: .integer(number)
            case .bool: .flag(number > 0)
            case .text: .text("t\(number % 7)é")
            case .list(.float64, let count):
              .numbers((0..<count).map { Double(number) / Double($0 + 1) })
            default: .integers([number, -number])
            }
          })
      }
      return batch
    }
  }

  func digest(_ place: Int) -> [UInt8] { SharedBlockLayout.digest(of: names[place]) }

  func write() throws -> String {
    let path = folder.appending(path: "a.block").path(percentEncoded: false)
    var writer = try SharedBlockWriter(
      path: path, temporaryPath: path + ".tmp", identity: "one", columns: schema.fields,
      samples: names, tableRows: batches.first?.rowCount ?? 0)
    for batch in batches { try writer.append(batch) }
    try writer.finish()
    return path
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }
}
