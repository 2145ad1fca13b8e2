import ChordaeCore
import ChordaeSinks
import ChordaeTestSupport
import Foundation
import Testing

/// A table of known values, and the plain form of them that the readers' results are held against.
///
/// The plain form is made from the values themselves and shares no code with columns or writers.
struct GeneratedTable {
  let name: String
  let schema: TableSchema
  /// Values column by column.
  var columns: [[FeatureValue]]
  var limits = ParquetLimits()
  /// Rows of a batch.
  var cut = 100
  var rowCount: Int { columns.first?.count ?? 0 }

  init(_ name: String, _ columns: [(field: Field, values: [FeatureValue])]) {
    self.name = name
    self.columns = columns.map(\.values)
    schema = TableSchema(
      .patients, columns.map(\.field),
      metadata: [.init("engine", "chordae 0.0.0"), .init("manifest", "sha256:ä\"0")])
  }

  /// The rows in batches of `cut` rows.
  func batches(cut: Int) -> [RecordBatch] {
    stride(from: 0, to: rowCount, by: cut).map { start in
      var batch = RecordBatch(schema)
      for index in columns.indices {
        for value in columns[index][start..<min(start + cut, rowCount)] {
          batch.columns[index].append(value)
        }
      }
      return batch
    }
  }

  /// Writes the table in every format, and its plain form beside them.
  func writeAll(to folder: URL) throws {
    func path(_ suffix: String) -> String {
      folder.appending(path: name + suffix).path(percentEncoded: false)
    }
    let batches = batches(cut: cut)
    try writeParquet(batches, to: path(".parquet"))
    for (suffix, compression) in [("", ArrowCompression.none), (".zstd", .zstd(level: 1))] {
      try writeFile(batches, compression, to: path(suffix + ".arrow"))
      try writeStream(batches, compression, to: path(suffix + ".arrows"))
    }
    try plainSchema().write(to: folder.appending(path: name + ".json"))
    try plainValues().write(to: folder.appending(path: name + ".bin"))
  }

  @discardableResult
  func writeParquet(_ batches: [RecordBatch], to path: String) throws -> WrittenFile {
    var writer = try ParquetWriter(
      file: OutputFile(path: path), schema: schema, engineVersion: "1.2.3", limits: limits)
    for batch in batches { try writer.write(batch) }
    return try writer.finish()
  }

  @discardableResult
  func writeParquet(rowsOf batches: [RecordBatch], to path: String) throws -> WrittenFile {
    var writer = try ParquetWriter(
      file: OutputFile(path: path), schema: schema, engineVersion: "1.2.3", limits: limits)
    for batch in batches {
      for row in 0..<batch.rowCount { try writer.write(row: batch.columns.map { $0[row] }) }
    }
    return try writer.finish()
  }

  private func writeFile(
    _ batches: [RecordBatch], _ compression: ArrowCompression, to path: String
  ) throws {
    var writer = try ArrowFileWriter(
      file: OutputFile(path: path), schema: schema, compression: compression)
    for batch in batches { try writer.write(batch) }
    _ = try writer.finish()
  }

  private func writeStream(
    _ batches: [RecordBatch], _ compression: ArrowCompression, to path: String
  ) throws {
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    defer { try? file.close() }
    var writer = try ArrowStreamWriter(
      descriptor: file.fileDescriptor, schema: schema, compression: compression)
    for batch in batches { try writer.write(batch) }
    try writer.finish()
  }

  private func plainSchema() throws -> Data {
    func pairs(_ metadata: [Field.Pair]) -> [[String]] { metadata.map { [$0.key, $0.value] } }
    let fields = schema.fields.map { field in
      ["name": field.name, "type": field.type.description, "metadata": pairs(field.metadata)]
        as [String: Any]
    }
    return try JSONSerialization.data(withJSONObject: [
      "rows": rowCount, "fields": fields, "metadata": pairs(schema.metadata),
      "rowGroupRows": limits.rowGroupRows,
    ])
  }

  /// Column by column: a byte a row that says whether there is a value, then eight bytes a value
  /// (the bits of a number, of a list all of them, the length of a text), then the texts.
  private func plainValues() -> Data {
    var data = Data()
    for (field, values) in zip(schema.fields, columns) {
      var texts = Data()
      data.append(contentsOf: values.map { $0.isMissing ? 0 : 1 })
      for value in values {
        let bits = Self.bits(of: value, field.type)
        unsafe bits.withUnsafeBytes { unsafe data.append(contentsOf: $0) }
        if case .text(let text) = value { texts.append(contentsOf: text.utf8) }
      }
      data.append(texts)
    }
    return data
  }

  private static func bits(of value: FeatureValue, _ type: ColumnType) -> [UInt64] {
    func bits(_ x: Double) -> UInt64 {
      switch type.storage {
      case .float32, .list(.float32, _): UInt64(Float(x).bitPattern)
      default: x.bitPattern
      }
    }
    return switch value {
    case .missing:
      [UInt64](repeating: 0, count: type.valuesPerRow)
    case .number(let x): [bits(x)]
    case .integer(let n): [UInt64(bitPattern: n)]
    case .flag(let flag): [flag ? 1 : 0]
    case .text(let text): [UInt64(text.utf8.count)]
    case .numbers(let list): list.map(bits)
    case .integers(let list): list.map { UInt64(bitPattern: $0) }
    }
  }
}

extension GeneratedTable: CustomTestStringConvertible {
  var testDescription: String { name }
}
