import ChordaeCore
import ChordaeFeatures
import ChordaeSinks

/// A part whose rows are being written: one Parquet file a table, and what its record will say.
final class OpenPart {
  let name: PartName
  private let layout: DatasetLayout
  private let files: [TableName: TableFile]
  private var counts = PatientCounts()
  private var ids: [String] = []
  private var failures: [FailureRecord] = []
  private var inputs: [InputFingerprint] = []
  private var seenInputs: Set<String> = []

  /// Opens the part's files under temporary names.
  init(
    _ name: PartName, in layout: DatasetLayout, schemas: [TableSchema]
  ) throws(SinkError) {
    self.name = name
    self.layout = layout
    var files: [TableName: TableFile] = [:]
    for schema in schemas {
      let path = layout.path(DatasetLayout.file(of: schema.table, name))
      files[schema.table] = try TableFile(path: path, schema: schema)
    }
    self.files = files
  }

  /// Appends a patient's rows to the tables.
  func append(_ result: PatientResult, inputs: [InputFingerprint]) throws(SinkError) {
    for (table, rows) in result.tables { try files[table]?.write(rows) }
    ids.append(result.patientID)
    let isQuarantined = result.faults.contains { $0.error.reason == .quarantined }
    counts.add(result.status, quarantined: isQuarantined)
    failures += result.failureRecords(in: name)
    for input in inputs where seenInputs.insert(input.path).inserted { self.inputs.append(input) }
  }

  /// Gives the files their names and commits the part.
  func commit(to state: RunState) throws(ExtractionError) {
    var committed: [CommittedFile] = []
    for table in files.keys.sorted() {
      guard let file = files[table] else { continue }
      do throws(SinkError) {
        committed.append(try file.finish(as: DatasetLayout.file(of: table, name)))
      } catch {
        throw .sink(error)
      }
    }
    let record = PartRecord(
      name, state.identity, files: committed, counts: counts, inputs: inputs, failures: failures)
    do throws(StateError) { try state.commit(record, ids: ids) } catch { throw .state(error) }
  }
}

/// One table's file of a part: a noncopyable writer that a collection can hold.
private final class TableFile {
  private var writer: ParquetWriter?

  init(path: String, schema: TableSchema) throws(SinkError) {
    writer = try ParquetWriter(
      file: OutputFile(path: path), schema: schema, engineVersion: ChordaeVersion.text)
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

extension PatientResult {
  /// The patient's faults as the dataset keeps them.
  func failureRecords(in part: PartName) -> [FailureRecord] {
    faults.map { fault in
      FailureRecord(
        patientID: patientID, row: row, line: line, format: fault.source, fault.error, in: part)
    }
  }
}
