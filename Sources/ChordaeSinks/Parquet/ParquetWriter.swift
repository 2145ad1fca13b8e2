public import ChordaeCore

/// Writes a table as a Parquet file that pyarrow, polars and DuckDB read.
///
/// Floats are split into byte streams, texts stand in dictionaries where that is shorter, pages are
/// compressed with Zstandard and carry a checksum, column chunks their null count and extremes. The
/// same rows give the same bytes, however they are cut into batches. At most one row group is held
/// in memory. Format: parquet-format 2.11.
public struct ParquetWriter: ~Copyable, Sendable {
  private var file: OutputFile
  private let limits: ParquetLimits
  private var encoder: ColumnChunkEncoder
  private var footer: ParquetFooter
  private var rowGroup: RecordBatch
  /// The last rows of the group, which become columns some at a time.
  private var lastRows: [[FeatureValue]] = []
  private var lastRowsByteCount = 0
  private var rowGroupByteCount = 0
  /// Bytes of a row's values without those of its texts, which stand at `textPlaces`.
  private let fixedRowByteCount: Int
  private let textPlaces: [Int]
  /// Rows given to the writer so far.
  public private(set) var rowCount = 0
  private static let rowsHeldAtOnce = 8192
  /// Rows, and bytes of rows, that wait to become columns.
  private static let mostLastRows = 64
  private static let mostLastBytes = 1 << 20
  private static let magic = Array("PAR1".utf8)

  /// Starts a file; it takes its name in ``finish()``.
  ///
  /// `engineVersion` stands in the file as `chordae version 1.2.3 (build source)`.
  public init(
    file: consuming OutputFile, schema: TableSchema, engineVersion: String,
    limits: ParquetLimits = ParquetLimits()
  ) throws(SinkError) {
    precondition(limits.rowGroupRows > 0 && limits.rowGroupBytes <= 1 << 30)
    encoder = try ColumnChunkEncoder(limits: limits, path: file.path)
    self.file = file
    self.limits = limits
    rowGroup = RecordBatch(schema)
    fixedRowByteCount = schema.fields.reduce(0) { $0 + $1.type.rowByteCount }
    textPlaces = schema.fields.indices.filter { schema.fields[$0].type == .text }
    // Small row groups are held in memory that never moves; large ones may never become full.
    if limits.rowGroupRows <= Self.rowsHeldAtOnce {
      for index in rowGroup.columns.indices { rowGroup.columns[index].reserve(limits.rowGroupRows) }
    }
    footer = ParquetFooter(
      schema, createdBy: "chordae version \(engineVersion) (build source)")
  }

  /// Appends the rows of a batch; writes a row group each time one is full.
  public mutating func write(_ batch: RecordBatch) throws(SinkError) {
    precondition(
      batch.columns.map(\.type) == rowGroup.columns.map(\.type),
      "a batch has the columns of its table")
    takeLastRows()
    var row = 0
    while row < batch.rowCount {
      let end = limits.rowGroupEnd(
        batch, from: row, rows: rowGroup.rowCount, bytes: rowGroupByteCount)
      if end == row {
        try writeRowGroup()
      } else {
        rowGroup.append(contentsOf: batch, rows: row..<end)
        rowGroupByteCount += batch.byteCount(of: row..<end)
        row = end
      }
    }
    rowCount += batch.rowCount
  }

  /// Appends one row, its values in the schema's order; writes a row group each time one is full.
  ///
  /// What a row of a batch would come to, without the batch. A value that does not fit its column may
  /// be found a few rows later.
  public mutating func write(row: [FeatureValue]) throws(SinkError) {
    let bytes = textPlaces.reduce(fixedRowByteCount) { sum, place in
      if case .text(let text) = row[place] { sum + text.utf8.count } else { sum }
    }
    let rows = rowGroup.rowCount + lastRows.count
    let isFull =
      rows == limits.rowGroupRows || rowGroupByteCount + bytes > limits.rowGroupBytes
    if isFull, rows > 0 { try writeRowGroup() }
    lastRows.append(row)
    lastRowsByteCount += bytes
    rowGroupByteCount += bytes
    rowCount += 1
    if lastRows.count >= Self.mostLastRows || lastRowsByteCount >= Self.mostLastBytes {
      takeLastRows()
    }
  }

  private mutating func takeLastRows() {
    if lastRows.isEmpty { return }
    rowGroup.append(rows: lastRows)
    lastRows.removeAll(keepingCapacity: true)
    lastRowsByteCount = 0
  }

  /// Writes the last rows and the footer, flushes the file to the disk and gives it its name.
  public consuming func finish() throws(SinkError) -> WrittenFile {
    takeLastRows()
    if rowGroup.rowCount > 0 { try writeRowGroup() }
    let footer = footer.encoded()
    try startFile()
    try file.write(footer)
    var end: [UInt8] = []
    end.append(littleEndian: UInt32(footer.count))
    try file.write(end + Self.magic)
    return try file.finish()
  }

  private mutating func writeRowGroup() throws(SinkError) {
    takeLastRows()
    try startFile()
    var chunks: [ColumnChunk] = []
    for (column, field) in zip(rowGroup.columns, rowGroup.schema.fields) {
      chunks.append(try encoder.write(column, field: field, to: &file))
    }
    footer.append(chunks, rowCount: rowGroup.rowCount)
    rowGroup.removeAll()
    rowGroupByteCount = 0
  }

  private mutating func startFile() throws(SinkError) {
    if file.byteCount == 0 { try file.write(Self.magic) }
  }
}
