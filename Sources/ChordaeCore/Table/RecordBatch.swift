/// Rows of one table, column by column.
public struct RecordBatch: Sendable, Equatable {
  public let schema: TableSchema
  public var columns: [Column]
  public var rowCount: Int { columns.first?.count ?? 0 }

  /// An empty batch.
  public init(_ schema: TableSchema) {
    self.schema = schema
    columns = schema.fields.map { Column($0.type) }
  }

  /// Rows whose columns lie ready, in the schema's order.
  public init(_ schema: TableSchema, columns: [Column]) {
    precondition(
      columns.map(\.type) == schema.fields.map(\.type)
        && columns.allSatisfy { $0.count == columns[0].count },
      "the columns are the table's, one as long as the other")
    self.schema = schema
    self.columns = columns
  }

  /// Appends one row, its values in the schema's order.
  public mutating func append(row: [FeatureValue]) {
    precondition(row.count == columns.count, "a row has as many values as its table has columns")
    for index in columns.indices { columns[index].append(row[index]) }
  }

  /// Appends rows, each with its values in the schema's order.
  public mutating func append(rows: [[FeatureValue]]) {
    precondition(
      rows.allSatisfy { $0.count == columns.count },
      "a row has as many values as its table has columns")
    for index in columns.indices { columns[index].append(column: index, of: rows) }
  }

  /// Appends the rows of another batch with columns of the same types.
  public mutating func append(contentsOf other: RecordBatch) {
    for index in columns.indices { columns[index].append(contentsOf: other.columns[index]) }
  }

  /// Appends some rows of another batch with columns of the same types.
  public mutating func append(contentsOf other: RecordBatch, rows: Range<Int>) {
    for index in columns.indices {
      columns[index].append(contentsOf: other.columns[index], rows: rows)
    }
  }

  /// Empties the batch and keeps its memory.
  public mutating func removeAll() {
    for index in columns.indices { columns[index].removeAll() }
  }
}
