public import ChordaeCore
import ChordaeSinks

/// Takes the rows of site tables while a call set is read.
public protocol SiteRowTaker: AnyObject {
  /// A reading begins, or begins anew: what was taken before does not count.
  func begin()
  /// Takes the rows of the next records.
  func take(_ rows: RecordBatch)
}

/// Writes the table of a call set's sites while the call set is read.
///
/// A fault of the disk is kept until `finish`, since the reading does not know of it.
final class SiteTableWriter: SiteRowTaker {
  /// What the disk did; nothing is written from then on.
  private(set) var fault: SinkError?
  private let path: String
  private var writer: ParquetWriter?
  /// Rows on their way to the writer, in memory that is used again.
  private var batch: RecordBatch
  private let callSet: String

  /// A table that is begun with the reading; rows name their call set by its digest.
  init(path: String, schema: TableSchema, callSet: String) {
    self.path = path
    batch = RecordBatch(schema)
    self.callSet = callSet
  }

  /// Opens the file under a temporary name, in the place of one that was begun before.
  func begin() {
    writer = nil
    do throws(SinkError) {
      writer = try ParquetWriter(
        file: OutputFile(path: path), schema: batch.schema, engineVersion: ChordaeVersion.text,
        limits: ParquetLimits(partOf: batch.schema))
    } catch { fault = error }
  }

  /// Appends rows without their first column.
  func take(_ rows: RecordBatch) {
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
