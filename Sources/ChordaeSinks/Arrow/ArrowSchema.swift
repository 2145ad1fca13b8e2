import ChordaeCore

/// A table's schema in the words of Arrow's `Schema.fbs`.
enum ArrowSchema {
  /// The schema, with the metadata of its fields and of the table.
  static func table(_ schema: TableSchema) -> FlatTable {
    FlatTable(
      .int16(0),  // little endian
      .tables(schema.fields.map(field)),
      metadata(schema.metadata))
  }

  private static func field(_ field: Field) -> FlatTable {
    let (tag, type) = type(field.type)
    return FlatTable(
      .text(field.name),
      .bool(true),  // nullable
      .int8(tag), .table(type),
      nil,  // no dictionary
      .tables([]),  // no children, but readers ask for the vector
      metadata(field.metadata))
  }

  /// The type's tag in the union `Type`, and its table.
  private static func type(_ type: ColumnType) -> (tag: Int, table: FlatTable) {
    switch type {
    case .int32: (2, FlatTable(.int32(32), .bool(true)))
    case .int64: (2, FlatTable(.int32(64), .bool(true)))
    case .float32: (3, FlatTable(.int16(1)))
    case .float64: (3, FlatTable(.int16(2)))
    case .text: (5, FlatTable())
    case .bool: (6, FlatTable())
    }
  }

  private static func metadata(_ pairs: [Field.Pair]) -> FlatTable.Value? {
    if pairs.isEmpty { return nil }
    return .tables(pairs.map { FlatTable(.text($0.key), .text($0.value)) })
  }
}
