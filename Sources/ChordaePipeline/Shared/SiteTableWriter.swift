import ChordaeCore
import ChordaeSinks

/// Writes the table of a call set's sites while the call set is read.
///
/// A fault of the disk is kept until `finish`, since the reading does not know of it.
final class SiteTableWriter {
  /// What the disk did; nothing is written from then on.
  private(set) var fault: SinkError?
  private var writer: ParquetWriter?
  /// Rows on their way to the writer, in memory that is used again.
  private var batch: RecordBatch
  private let callSet: String

  /// A file under a temporary name; rows name their call set by its digest.
  init(path: String, schema: TableSchema, callSet: String) throws(SinkError) {
    batch = RecordBatch(schema)
    self.callSet = callSet
    writer = try ParquetWriter(
      file: OutputFile(path: path), schema: schema, engineVersion: ChordaeVersion.text,
      limits: ParquetLimits(partOf: schema))
  }

  /// Appends rows without their first column.
  func write(_ rows: RecordBatch) {
    guard rows.rowCount > 0, fault == nil else { return }
    for _ in 0..<rows.rowCount { batch.columns[0].append(callSet) }
    for (place, column) in rows.columns.enumerated() {
      batch.columns[place + 1].append(contentsOf: column)
    }
    do throws(SinkError) { try writer?.write(batch) } catch { fault = error }
    batch.removeAll()
  }

  /// Gives the file its name.
  func finish(as name: String) throws(SinkError) -> CommittedFile {
    if let fault { throw fault }
    guard let writer = writer.take() else { preconditionFailure("a file is finished once") }
    let rows = writer.rowCount
    let file = try writer.finish()
    return CommittedFile(name, rows: rows, bytes: file.byteCount, digest: file.sha256)
  }
}
