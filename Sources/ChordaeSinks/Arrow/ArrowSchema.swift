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
    var children: [FlatTable] = []
    if let element = field.type.element, field.type.listCount != nil {
      children = [
        self.field("item", ColumnType(element), isNullable: field.type.hasNullableNumbers)
      ]
    }
    return self.field(
      field.name, field.type, isNullable: true, children,
      metadata(extensionMetadata(of: field.type) + field.metadata))
  }

  private static func field(
    _ name: String, _ columnType: ColumnType, isNullable: Bool, _ children: [FlatTable] = [],
    _ metadata: FlatTable.Value? = nil
  ) -> FlatTable {
    let (tag, type) = type(columnType)
    return FlatTable(
      .text(name), .bool(isNullable), .int8(tag), .table(type),
      nil,  // no dictionary
      .tables(children),  // also where there are none: readers ask for the vector
      metadata)
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
    case .list, .tensor: (16, FlatTable(.int32(type.valuesPerRow)))
    }
  }

  /// By these pairs a reader knows the tensor; one that does not know them sees the list.
  private static func extensionMetadata(of type: ColumnType) -> [Field.Pair] {
    guard case .tensor(_, let shape) = type else { return [] }
    return [
      Field.Pair("ARROW:extension:name", TensorShape.arrowExtension),
      Field.Pair("ARROW:extension:metadata", shape.arrowMetadata),
    ]
  }

  private static func metadata(_ pairs: [Field.Pair]) -> FlatTable.Value? {
    if pairs.isEmpty { return nil }
    return .tables(pairs.map { FlatTable(.text($0.key), .text($0.value)) })
  }
}
