import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaePipeline

/// Rows that wait on the disk.
@Suite struct `A spool of rows` {
  private let folder = Fixtures.scratch("spool")
  private var path: String { folder.path(percentEncoded: false) + "/rows" }
  private let schemas = [TableName.beats, .quality].map {
    TableSchema($0, [Field("c", .int64), Field("t", .text)])
  }

  private func batch(_ table: Int, _ rows: Range<Int>) -> RecordBatch {
    var batch = RecordBatch(schemas[table])
    for row in rows { batch.append(row: [.integer(Int64(row)), .text("row \(row)")]) }
    return batch
  }

  private func filled() -> RowSpool {
    let spool = RowSpool(path: path)
    for batch in [batch(0, 0..<9), batch(1, 0..<1), batch(0, 9..<12)] { spool.receive(batch) }
    spool.close()
    return spool
  }

  private func rows(of spool: RowSpool) throws(ExtractionError) -> [RecordBatch] {
    var batches: [RecordBatch] = []
    try spool.forEachChunk { rows throws(ExtractionError) in batches.append(rows) }
    return batches
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
  }

  @Test func `gives them back in order, and is gone with its owner`() throws {
    var spool: RowSpool? = filled()
    #expect(spool?.isEmpty == false && spool?.fault == nil)
    #expect(try names() == ["rows"])
    #expect(
      try spool.map { try rows(of: $0) } == [batch(0, 0..<9), batch(1, 0..<1), batch(0, 9..<12)])
    spool = nil
    #expect(try names().isEmpty)
  }

  @Test func `makes no file without rows`() throws {
    let spool = RowSpool(path: path)
    spool.close()
    #expect(spool.isEmpty && spool.byteCount == 0)
    #expect(try names().isEmpty)
  }

  @Test func `that is damaged, cut or gone is an error`() throws {
    let spool = filled()
    var bytes = try Data(contentsOf: URL(filePath: path))
    #expect(bytes.count == spool.byteCount)
    let length = bytes.count
    bytes[length - 1] ^= 1
    try bytes.write(to: URL(filePath: path))
    #expect(throws: ExtractionError.self) { try rows(of: spool) }
    try bytes.prefix(length - 1).write(to: URL(filePath: path))
    do throws(ExtractionError) {
      _ = try rows(of: spool)
      Issue.record("it was read")
    } catch {
      #expect(error.message.hasSuffix("is damaged or not of this engine: it ends early"))
    }
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: ExtractionError.self) { try rows(of: spool) }
  }

  @Test func `on a full disk says so, and takes no more rows`() throws {
    // A name of its own for the full device: the spool removes it.
    try FileManager.default.createSymbolicLink(
      atPath: path, withDestinationPath: "/dev/full")
    let spool = filled()
    #expect(spool.fault == .cannotWrite(path: path, errno: ENOSPC))
    #expect(spool.byteCount == batch(0, 0..<9).bytes.count)
  }

  @Test func `in a folder that is not there says so`() {
    let spool = RowSpool(path: path + "/none/rows")
    spool.receive(batch(0, 0..<1))
    #expect(spool.fault == .cannotWrite(path: path + "/none/rows", errno: ENOENT))
    #expect(spool.isEmpty)
  }
}
