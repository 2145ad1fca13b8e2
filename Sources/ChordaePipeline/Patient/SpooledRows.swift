import ChordaeCore

/// A patient's rows up to those of a recording that wait on the disk.
struct SpooledRows: Sendable {
  /// Rows of the inputs before, as the dataset holds them.
  let before: [TableName: RecordBatch]
  /// Rows of the recording, without the columns that name them.
  let spool: RowSpool
  /// The values of those columns.
  let key: [FeatureValue]
  let schemas: [TableName: TableSchema]

  /// Hands over the rows in order, as the dataset holds them; those on the disk some thousands at a time.
  ///
  /// - Throws: what the body throws, and where the spool cannot be read.
  func forEachBatch(
    _ body: (RecordBatch) throws(ExtractionError) -> Void
  ) throws(ExtractionError) {
    for rows in before.values { try body(rows) }
    try spool.forEachChunk { rows throws(ExtractionError) in
      guard let schema = schemas[rows.schema.table] else { return }
      try body(RecordBatch(schema, naming: rows, key))
    }
  }
}

extension RecordBatch {
  /// Rows of a table without the columns that name the row, each with the same `key`.
  init(_ schema: TableSchema, naming rows: RecordBatch, _ key: [FeatureValue]) {
    let names = zip(schema.fields, key).map { field, value in
      var column = Column(field.type)
      column.append(repeating: value, count: rows.rowCount)
      return column
    }
    self.init(schema, columns: names + rows.columns)
  }
}
