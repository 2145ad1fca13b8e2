import ChordaeCore
import ChordaeSinks
import ChordaeTestSupport
import Foundation
import Testing

@Test(arguments: [GeneratedTable.manyPages(), .allTypes(rows: 1_000), .random(seed: 5)])
func `The same rows give the same bytes however they are cut`(table: GeneratedTable) throws {
  let folder = Fixtures.scratch()
  defer { try? FileManager.default.removeItem(at: folder) }
  var digests: Set<String> = []
  for cut in [1, 7, 8, 333, 2_000, 100_000] {
    let path = folder.appending(path: "\(cut).parquet").path(percentEncoded: false)
    digests.insert(try table.writeParquet(table.batches(cut: cut), to: path).sha256)
  }
  let path = folder.appending(path: "rows.parquet").path(percentEncoded: false)
  digests.insert(try table.writeParquet(rowsOf: table.batches(cut: 100_000), to: path).sha256)
  #expect(digests.count == 1)
}

@Test func `A row group ends before the row that would exceed its bytes`() throws {
  guard let python = Oracle.python else { return }
  let folder = Fixtures.scratch()
  defer { try? FileManager.default.removeItem(at: folder) }
  // 4 bytes of a float and 4 + 1 of a text: 9 a row, so 11 rows in 100 bytes; the long one alone.
  let texts = (0..<40).map { $0 == 30 ? String(repeating: "l", count: 500) : "s" }
  var table = GeneratedTable(
    "cuts",
    [
      (Field("x", .float32), texts.map { _ in .number(1) }),
      (Field("t", .text), texts.map { .text($0) }),
    ])
  table.limits.rowGroupBytes = 100
  let path = folder.appending(path: "cuts.parquet").path(percentEncoded: false)
  try table.writeParquet(table.batches(cut: 7), to: path)
  let script = """
    import sys, pyarrow.parquet as pq
    m = pq.read_metadata(sys.argv[1])
    print([m.row_group(i).num_rows for i in range(m.num_row_groups)])
    """
  #expect(Oracle.run(python, ["-c", script, path]).text == "[11, 11, 8, 1, 9]\n")
  try table.writeParquet(rowsOf: table.batches(cut: 40), to: path)
  #expect(Oracle.run(python, ["-c", script, path]).text == "[11, 11, 8, 1, 9]\n")
}

@Test func `DuckDB and pyarrow pass over the row groups that a filter excludes, and no other`()
  throws
{
  guard let python = Oracle.python else { return }
  let folder = Fixtures.scratch()
  defer { try? FileManager.default.removeItem(at: folder) }
  let rows = 0..<5_000
  func padded(_ n: Int) -> String { String("0000\(n)".suffix(5)) }
  var table = GeneratedTable(
    "pruned",
    [
      (Field("aln.n", .int64), rows.map { .integer(Int64($0)) }),
      (Field("x", .float32), rows.map { .number($0 % 1_000 == 7 ? .nan : Double($0) / 8) }),
      (Field("zero", .float64), rows.map { .number($0 < 2_500 ? -0.0 : 0.0) }),
      (Field("id", .text), rows.map { .text("P" + padded($0)) }),
      (Field("flag", .bool), rows.map { .flag($0 >= 2_500) }),
      (Field("half", .int32), rows.map { $0 < 2_500 ? .missing(nil) : .integer(Int64($0)) }),
    ])
  table.limits.rowGroupRows = 500
  try table.writeParquet(
    table.batches(cut: 999),
    to: folder.appending(path: "pruned.parquet").path(percentEncoded: false))
  let script = Fixtures.root.appending(path: "Tests/Oracles/prune.py")
  let result = Oracle.run(
    python,
    [script, folder.appending(path: "pruned.parquet")].map { $0.path(percentEncoded: false) })
  #expect(result.status == 0, "\(result.errors)")
  #expect(result.text == "pruned as expected\n")
}

@Test func `Repeated texts take the room of a dictionary, distinct ones none`() throws {
  guard let python = Oracle.python else { return }
  let folder = Fixtures.scratch()
  defer { try? FileManager.default.removeItem(at: folder) }
  let table = GeneratedTable(
    "encodings",
    [
      (Field("repeated", .text), (0..<500).map { .text("value \($0 % 3)") }),
      (Field("distinct", .text), (0..<500).map { .text("value \($0)") }),
      (Field("null", .text), (0..<500).map { _ in .missing(nil) }),
      (Field("number", .float64), (0..<500).map { .number(Double($0)) }),
    ])
  let path = folder.appending(path: "encodings.parquet").path(percentEncoded: false)
  try table.writeParquet(table.batches(cut: 500), to: path)
  let script = """
    import sys, pyarrow.parquet as pq
    group = pq.read_metadata(sys.argv[1]).row_group(0)
    for i in range(4): print(*sorted(group.column(i).encodings), group.column(i).compression)
    """
  #expect(
    Oracle.run(python, ["-c", script, path]).text == """
      PLAIN RLE RLE_DICTIONARY ZSTD
      PLAIN RLE ZSTD
      PLAIN RLE ZSTD
      BYTE_STREAM_SPLIT RLE ZSTD

      """)
}

@Test func `A damaged page is seen by its checksum`() throws {
  guard let python = Oracle.python else { return }
  let folder = Fixtures.scratch()
  defer { try? FileManager.default.removeItem(at: folder) }
  let table = GeneratedTable(
    "damaged", [(Field("n", .int64), (0..<500).map { .integer(Int64($0 * $0)) })])
  let path = folder.appending(path: "damaged.parquet").path(percentEncoded: false)
  try table.writeParquet(table.batches(cut: 500), to: path)
  var data = try Data(contentsOf: URL(filePath: path))
  data[200] ^= 1
  try data.write(to: URL(filePath: path))
  let script = """
    import sys, pyarrow.parquet as pq
    pq.ParquetFile(sys.argv[1], page_checksum_verification=True).read()
    """
  let result = Oracle.run(python, ["-c", script, path])
  #expect(result.status != 0 && result.errors.contains("CRC checksum verification failed"))
}
