import ChordaeCore
import ChordaeSinks
import ChordaeTestSupport
import Foundation
import Testing

/// Writes tables in all formats and has pyarrow, polars and DuckDB compare them with their values.
private func expectReadBack(_ tables: [GeneratedTable], _ name: String = #function) throws {
  guard let python = Oracle.python else { return }
  let folder = Fixtures.scratch(name)
  defer { try? FileManager.default.removeItem(at: folder) }
  for table in tables { try table.writeAll(to: folder) }
  let script = Fixtures.root.appending(path: "Tests/Oracles/read_back.py")
  let arguments = [script, folder].map { $0.path(percentEncoded: false) }
  let result = Oracle.run(python, arguments)
  #expect(result.status == 0, "\(result.errors)")
  #expect(result.text == "read back \(tables.count) tables\n")
}

@Test func `Three readers give back tables of every type, with and without nulls`() throws {
  try expectReadBack([0, 1, 7, 8, 9, 1_000].map(GeneratedTable.allTypes))
}

@Test func `Three readers give back the edges of the types`() throws {
  try expectReadBack([.edges()])
}

@Test(arguments: [0, 1, 9, 1_000])
func `Three readers give back lists of every kind and length`(rows: Int) throws {
  try expectReadBack([.lists(rows: rows)])
}

@Test func `Three readers give back the edges of lists, their pages and row groups`() throws {
  try expectReadBack([.listEdges(), .listPages()])
}

@Test func `Three readers give back a table of 3,000 columns`() throws {
  try expectReadBack([.wide(columns: 3_000, rows: 20), .wide(columns: 3_000, rows: 0)])
}

@Test func `Three readers give back many pages and row groups`() throws {
  try expectReadBack([.manyPages(), .manyRows()])
}

@Test func `Three readers give back random schemas under random limits`() throws {
  try expectReadBack((1...30).map { .random(seed: $0) })
}
