import ChordaeCore
import ChordaeTestSupport
import Testing

/// Batches as bytes that a file keeps for a while.
@Suite struct `A batch as bytes` {
  private static let types: [ColumnType] =
    ColumnType.scalars + [.list(.float64, count: 3), .list(.int32, count: 2)]
  private let schema = TableSchema(
    .beats, Self.types.enumerated().map { Field("c\($0.offset)", $0.element) })

  /// Rows of all types, of which each third value is null.
  private func batch(rows: Int) -> RecordBatch {
    var batch = RecordBatch(schema)
    for row in 0..<rows {
      batch.append(
        row: Self.types.enumerated().map { place, type in
          if (row + place) % 3 == 0 { return .missing(nil) }
          switch type {
          case .float32, .float64: return .number(Double(row) / 4)
          case .int32, .int64: return .integer(Int64(-row))
          case .bool: return .flag(row % 2 == 0)
          case .text: return .text(String(repeating: "µ", count: row % 5))
          case .list(.float64, let count): return .numbers((0..<count).map { Double($0 * row) })
          case .list(_, let count): return .integers((0..<count).map { Int64($0 - row) })
          case .tensor: preconditionFailure("not among the types")
          }
        })
    }
    return batch
  }

  @Test(arguments: [0, 1, 7, 8, 9, 100]) func `comes back as it was`(rows: Int) {
    let batch = batch(rows: rows)
    #expect(RecordBatch(schema, rowCount: rows, bytes: batch.bytes) == batch)
  }

  @Test func `is none where bytes are missing or too many`() {
    let bytes = batch(rows: 20).bytes
    for count in 0..<bytes.count {
      #expect(RecordBatch(schema, rowCount: 20, bytes: Array(bytes.prefix(count))) == nil)
    }
    #expect(RecordBatch(schema, rowCount: 20, bytes: bytes + [0]) == nil)
    #expect(RecordBatch(schema, rowCount: 19, bytes: bytes) == nil)
    #expect(RecordBatch(schema, rowCount: .max, bytes: bytes) == nil)
    #expect(RecordBatch(schema, rowCount: -1, bytes: bytes) == nil)
  }

  @Test func `is none where texts end before they begin`() {
    let schema = TableSchema(.beats, [Field("c", .text)])
    // Two texts, ends as Int32.
    func batch(_ first: UInt8, _ second: UInt8, sign: UInt8 = 0) -> RecordBatch? {
      let ends = [first, 0, 0, sign, second, 0, 0, 0]
      return RecordBatch(schema, rowCount: 2, bytes: [3] + ends + [65, 66, 67])
    }
    #expect(batch(1, 3)?.columns[0][1] == .text("BC"))
    #expect(batch(4, 3) == nil && batch(1, 4) == nil && batch(1, 2) == nil)
    #expect(batch(1, 3, sign: 0x80) == nil)
  }
}

/// What rows that are handed over while they are made come to.
@Suite struct `Rows of an output` {
  private final class Taker: RowReceiver {
    let heldRowCount: Int
    private let taken: SharedRows
    init(_ rows: Int, _ taken: SharedRows) { (heldRowCount, self.taken) = (rows, taken) }
    func receive(_ rows: RecordBatch) { taken.append(rows) }
  }

  /// What a test's only thread has handed over.
  private final class SharedRows: @unchecked Sendable {
    private(set) var batches: [RecordBatch] = []
    func append(_ rows: RecordBatch) { batches.append(rows) }
  }

  @Test func `are handed over as soon as a table holds so many, and the rest stays`() {
    let schemas = [TableName.beats, .windows].map { TableSchema($0, [Field("c", .int64)]) }
    let taken = SharedRows()
    var output = FeatureOutput(tables: schemas, handingRowsTo: Taker(4, taken))
    for row in 0..<10 {
      output.appendRow(to: .beats, [.integer(Int64(row))])
      if row < 3 { output.appendRow(to: .windows, [.integer(Int64(row))]) }
      output.appendRow(to: .quality, [.integer(Int64(row))])
    }
    #expect(taken.batches.map(\.schema.table) == [.beats, .beats])
    let rows = taken.batches.flatMap { batch in (0..<batch.rowCount).map { batch.columns[0][$0] } }
    #expect(rows == (0..<8).map { .integer($0) })
    #expect(output.tables[.beats]?.rowCount == 2 && output.tables[.windows]?.rowCount == 3)
  }
}
