import ChordaeCore

/// Collects what the end of a Parquet file says about its beginning: the struct `FileMetaData`.
///
/// It keeps each row group as written, about 100 bytes a column and row group.
struct ParquetFooter {
  private let schema: TableSchema
  private let createdBy: String
  private var rowGroups: [UInt8] = []
  private var rowGroupCount = 0
  private var rowCount = 0

  init(_ schema: TableSchema, createdBy: String) {
    self.schema = schema
    self.createdBy = createdBy
  }

  /// Adds a row group that is in the file.
  mutating func append(_ chunks: [ColumnChunk], rowCount: Int) {
    var thrift = ThriftCompact()
    thrift.element { thrift in
      thrift.list(1, of: .structure, count: chunks.count)
      for chunk in chunks { thrift.element { chunk.write(to: &$0) } }
      thrift.i64(2, chunks.reduce(0) { $0 + $1.uncompressedSize })
      thrift.i64(3, rowCount)
      thrift.i64(5, chunks.first.map { $0.dictionaryOffset ?? $0.dataOffset })
      thrift.i64(6, chunks.reduce(0) { $0 + $1.compressedSize })
    }
    rowGroups += thrift.bytes
    rowGroupCount += 1
    self.rowCount += rowCount
  }

  /// The bytes of the struct.
  func encoded() -> [UInt8] {
    var thrift = ThriftCompact()
    thrift.element { thrift in
      thrift.i32(1, 2)  // the format's second version
      writeSchema(to: &thrift)
      thrift.i64(3, rowCount)
      thrift.list(4, of: .structure, count: rowGroupCount)
      thrift.append(encoded: rowGroups)
      writeMetadata(to: &thrift)
      thrift.text(6, createdBy)
      // Extremes follow the order of each column's type.
      thrift.list(7, of: .structure, count: schema.fields.count)
      for _ in schema.fields { thrift.element { $0.structure(1) } }
    }
    return thrift.bytes
  }

  /// Writes the root and its children as a flat list of `SchemaElement`.
  private func writeSchema(to thrift: inout ThriftCompact) {
    let elements = schema.fields.map { ParquetLevels.path(of: $0).count }
    thrift.list(2, of: .structure, count: elements.reduce(1, +))
    thrift.element { root in
      root.text(4, "schema")
      root.i32(5, schema.fields.count)
    }
    for field in schema.fields {
      if field.type.listCount != nil {
        writeList(field, to: &thrift)
      } else {
        writeValue(field.name, field.type, .optional, to: &thrift)
      }
    }
  }

  /// Writes the three levels of a list, as LogicalTypes.md of the Parquet format asks for them.
  private func writeList(_ field: Field, to thrift: inout ThriftCompact) {
    let path = ParquetLevels.path(of: field)
    thrift.element { list in
      list.i32(3, ParquetRepetition.optional.rawValue)
      list.text(4, path[0])
      list.i32(5, 1)
      list.i32(6, 3)  // LIST, for old readers
      list.structure(10) { $0.structure(3) }  // LIST
    }
    thrift.element { group in
      group.i32(3, ParquetRepetition.repeated.rawValue)
      group.text(4, path[1])
      group.i32(5, 1)
    }
    let repetition: ParquetRepetition = field.type.hasNullableNumbers ? .optional : .required
    writeValue(path[2], field.type, repetition, to: &thrift)
  }

  private func writeValue(
    _ name: String, _ type: ColumnType, _ repetition: ParquetRepetition,
    to thrift: inout ThriftCompact
  ) {
    thrift.element { element in
      element.i32(1, ParquetType(type).rawValue)
      element.i32(3, repetition.rawValue)
      element.text(4, name)
      guard type == .text else { return }
      element.i32(6, 0)  // UTF8, for old readers
      element.structure(10) { $0.structure(1) }  // STRING
    }
  }

  /// Writes the table's metadata, and the Arrow schema from which readers take that of the fields.
  private func writeMetadata(to thrift: inout ThriftCompact) {
    var message: [UInt8] = []
    ArrowMessage(schema).append(to: &message, position: 0)
    let pairs = schema.metadata + [Field.Pair("ARROW:schema", Base64.encode(message))]
    thrift.list(5, of: .structure, count: pairs.count)
    for pair in pairs {
      thrift.element { element in
        element.text(1, pair.key)
        element.text(2, pair.value)
      }
    }
  }
}
