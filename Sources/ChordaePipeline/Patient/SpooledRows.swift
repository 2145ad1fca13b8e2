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
      var keyed = RecordBatch(schema)
      keyed.append(rows, after: key)
      try body(keyed)
    }
  }
}

extension RecordBatch {
  /// Appends rows of a table without the columns that name the row, each with the same `key`.
  mutating func append(_ rows: RecordBatch, after key: [FeatureValue]) {
    for (column, value) in key.enumerated() {
      for _ in 0..<rows.rowCount { columns[column].append(value) }
    }
    for (column, values) in rows.columns.enumerated() {
      columns[key.count + column].append(contentsOf: values)
    }
  }
}
