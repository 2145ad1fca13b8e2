import ChordaeCore
import ChordaeSinks

/// A table's file of a part while it is written.
protocol PartFile: AnyObject {
  /// Appends rows as values.
  func write(_ rows: [[FeatureValue]]) throws(SinkError)
  /// Appends a patient's rows.
  func write(_ batch: RecordBatch) throws(SinkError)
  /// Gives the file its name.
  func finish(as name: String) throws(SinkError) -> CommittedFile
}

/// A Parquet file: a noncopyable writer that a collection can hold.
final class ParquetPartFile: PartFile {
  private var writer: ParquetWriter?

  init(path: String, schema: TableSchema) throws(SinkError) {
    writer = try ParquetWriter(
      file: OutputFile(path: path), schema: schema, engineVersion: ChordaeVersion.text,
      limits: ParquetLimits(partOf: schema))
  }

  func write(_ rows: [[FeatureValue]]) throws(SinkError) {
    for row in rows { try writer?.write(row: row) }
  }

  func write(_ batch: RecordBatch) throws(SinkError) {
    if batch.rowCount > 0 { try writer?.write(batch) }
  }

  func finish(as name: String) throws(SinkError) -> CommittedFile {
    guard let writer = writer.take() else { preconditionFailure("a file is finished once") }
    let rows = writer.rowCount
    let file = try writer.finish()
    return CommittedFile(name, rows: rows, bytes: file.byteCount, digest: file.sha256)
  }
}
