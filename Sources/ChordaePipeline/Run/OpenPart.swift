import ChordaeCore
import ChordaeFeatures
import ChordaeSinks

/// A part whose rows are being written: one file a table, and what its record will say.
final class OpenPart {
  let name: PartName
  private let layout: DatasetLayout
  /// The site tables of shared call sets that are committed with the part.
  private let siteTables: [SiteTable]
  private let files: [TableName: any PartFile]
  private var counts = PatientCounts()
  private var ids: [String] = []
  private var record: PartRecordWriter?
  /// Shared inputs that the record has; a patient's own come once anyway.
  private var sharedInputs: Set<String> = []

  /// Opens the part's files and its record under temporary names.
  init(
    _ name: PartName, of state: RunState, schemas: [TableSchema], options: FeatureOptions,
    siteTables: [SiteTable] = []
  ) throws(ExtractionError) {
    self.name = name
    self.siteTables = siteTables
    layout = state.layout
    var files: [TableName: any PartFile] = [:]
    do throws(SinkError) {
      for schema in schemas {
        let path = layout.path(DatasetLayout.file(of: schema.table, name))
        files[schema.table] =
          TableName.ofGenotypes.contains(schema.table)
          ? try PharmCATPartFile(path: path, options: options)
          : try ParquetPartFile(path: path, schema: schema)
      }
    } catch { throw .sink(error) }
    self.files = files
    do throws(StateError) { record = try state.open(name) } catch { throw .state(error) }
  }

  /// Appends a patient's rows to the tables, and what they were made from to the record.
  func append(_ patient: WorkedPatient) throws(ExtractionError) {
    let result = patient.result
    do throws(SinkError) {
      for (table, rows) in result.rows { try files[table]?.write(rows) }
    } catch { throw .sink(error) }
    for rows in result.spooled { try rows.forEachBatch(write) }
    for rows in result.tables.values { try write(rows) }
    ids.append(result.patientID)
    let isQuarantined = result.faults.contains { $0.error.reason == .quarantined }
    counts.add(result.status, quarantined: isQuarantined)
    do throws(StateError) {
      for input in patient.sharedInputs where sharedInputs.insert(input.path).inserted {
        try record?.add(input)
      }
      for input in patient.inputs { try record?.add(input) }
      for failure in result.failureRecords(in: name) { try record?.add(failure) }
    } catch { throw .state(error) }
  }

  private func write(_ rows: RecordBatch) throws(ExtractionError) {
    do throws(SinkError) { try files[rows.schema.table]?.write(rows) } catch { throw .sink(error) }
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
    do throws(StateError) {
      for table in siteTables {
        committed.append(table.file)
        for input in table.inputs where sharedInputs.insert(input.path).inserted {
          try record?.add(input)
        }
      }
      guard let record = record.take() else { preconditionFailure("a part is committed once") }
      try state.commit(record, files: committed, counts: counts, ids: ids)
    } catch { throw .state(error) }
  }
}

extension PatientResult {
  /// The patient's faults as the dataset keeps them.
  func failureRecords(in part: PartName) -> [FailureRecord] {
    faults.map { fault in
      FailureRecord(
        patientID: patientID, row: row, line: line, source: fault.source, format: fault.format,
        fault.error, in: part)
    }
  }
}
