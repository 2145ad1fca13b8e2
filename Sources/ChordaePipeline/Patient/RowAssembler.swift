import ChordaeCore
import ChordaeFeatures

/// Joins what a patient's inputs gave into the rows of the dataset's tables.
struct RowAssembler: Sendable {
  let schema: FeatureSchema
  private let schemas: [TableName: TableSchema]
  private let ecg: [FeatureGroup]
  private let patientReasons: ReasonCover
  private let recordingReasons: ReasonCover

  /// An assembler for a schema.
  init(_ schema: FeatureSchema) {
    self.schema = schema
    schemas = Dictionary(
      uniqueKeysWithValues: schema.tables.keys.map { ($0, schema.tableSchema($0)) })
    ecg = schema.selection.ecg.map { $0.group }
    // The count of recordings is known even where nothing else of the ECG is, so it takes no part.
    patientReasons = ReasonCover(
      columns: (schema.tables[.patients] ?? []).dropFirst(3).map(\.id)
        .filter { $0 != RowColumns.recordingCount.id })
    recordingReasons = ReasonCover(
      columns: (schema.tables[.recordings] ?? []).dropFirst(4).map(\.id))
  }

  /// The rows of one patient; `row` and the rest name it in reports.
  func assemble(
    _ entry: ManifestEntry, alignment: SourceOutcome, variants: SourceOutcome,
    recordings: [RecordingOutcome]
  ) -> PatientResult {
    let genome = (alignment.groups + variants.groups).flatMap { $0 }
    let (sources, values) = choose(recordings)
    let status = self.status([alignment, variants], recordings)
    let carried = schema.carried.map { name -> FeatureValue in
      entry.extra(name).map { .text($0) } ?? .missing(.notProvided)
    }
    var row: [FeatureValue] = [
      .text(entry.patient.text), .text(status.rawValue),
      .text(patientReasons.text(genome + sources + values + carried)),
    ]
    row += genome
    if !ecg.isEmpty { row += [.integer(Int64(entry.ecg.count))] + sources + values }
    row += carried
    let id = FeatureValue.text(entry.patient.text)
    return PatientResult(
      row: entry.row, line: entry.line, status: status,
      rows: [
        .patients: [row], .recordings: recordingRows(recordings, of: id),
        .leads: leadRows(recordings, of: id),
      ].filter { schemas[$0.key] != nil },
      tables: featureTables([alignment, variants], recordings, of: id),
      faults: faults(alignment, variants, recordings), patientID: entry.patient.text,
      warnings: [("alignment", alignment), ("variants", variants)].flatMap { name, source in
        source.warnings.map { "manifest line \(entry.line), \(name): \($0)" }
      })
  }

  private func status(
    _ sources: [SourceOutcome], _ recordings: [RecordingOutcome]
  ) -> RowStatus {
    let isFaulty =
      sources.contains(where: \.isFaulty) || recordings.contains { !$0.faults.isEmpty }
    guard isFaulty else { return .ok }
    let gave = sources.contains(where: \.gaveValues) || recordings.contains(where: \.gaveValues)
    return gave ? .partial : .failed
  }

  private func faults(
    _ alignment: SourceOutcome, _ variants: SourceOutcome, _ recordings: [RecordingOutcome]
  ) -> [PatientResult.InputFault] {
    alignment.faults.map { .init(source: "alignment", error: $0) }
      + variants.faults.map { .init(source: "variants", error: $0) }
      + recordings.enumerated().flatMap { place, recording in
        recording.faults.map { .init(source: "ecg[\(place)]", error: $0) }
      }
      + (alignment.targetsFault.map { [.init(source: "targets", error: $0)] } ?? [])
  }

  /// For each ECG group the recording that speaks for the patient, and its values.
  private func choose(
    _ recordings: [RecordingOutcome]
  ) -> (sources: [FeatureValue], values: [FeatureValue]) {
    var sources: [FeatureValue] = []
    var values: [FeatureValue] = []
    for (place, group) in ecg.enumerated() where FeatureSchema.hasColumns(group) {
      let ranked = RecordingRanking(recordings, by: group.recording).places
      let giver = ranked.first { recordings[$0].groups[place].contains { !$0.isMissing } }
      if let chosen = giver ?? ranked.first {
        values += recordings[chosen].groups[place]
      } else {
        values += repeatElement(
          .missing(.notProvided), count: FeatureSchema.rowColumnCount(group))
      }
      if let giver {
        sources.append(.integer(Int64(giver)))
      } else {
        let reason = ranked.first.flatMap { recordings[$0].groups[place].first }
        sources.append(reason ?? .missing(.notProvided))
      }
    }
    return (sources, values)
  }

  private func recordingRows(
    _ recordings: [RecordingOutcome], of patient: FeatureValue
  ) -> [[FeatureValue]] {
    recordings.enumerated().map { place, recording in
      let values = recording.groups.flatMap { $0 }
      return [
        patient, .integer(Int64(place)), .text(recording.status.rawValue),
        .text(recordingReasons.text(values)),
      ] + values
    }
  }

  private func leadRows(
    _ recordings: [RecordingOutcome], of patient: FeatureValue
  ) -> [[FeatureValue]] {
    recordings.enumerated().flatMap { place, recording in
      recording.leads.map { [patient, .integer(Int64(place)), .text($0.name)] + $0.values }
    }
  }

  /// The rows that features wrote themselves, each with the columns that name it before its own.
  private func featureTables(
    _ sources: [SourceOutcome], _ recordings: [RecordingOutcome], of patient: FeatureValue
  ) -> [TableName: RecordBatch] {
    var tables: [TableName: RecordBatch] = [:]
    func append(_ rows: [TableName: RecordBatch], after key: [FeatureValue]) {
      for (name, batch) in rows {
        guard let schema = schemas[name], batch.rowCount > 0 else { continue }
        let named = RecordBatch(schema, naming: batch, key)
        // The first rows are the table: nothing is copied.
        if tables[name] == nil {
          tables[name] = named
        } else {
          tables[name]?.append(contentsOf: named)
        }
      }
    }
    for source in sources { append(source.tables, after: [patient]) }
    for (place, recording) in recordings.enumerated() {
      append(recording.tables, after: [patient, .integer(Int64(place))])
    }
    return tables
  }
}

extension RecordBatch {
  /// Rows of a table without the columns that name the row, each with the same `key`.
  fileprivate init(_ schema: TableSchema, naming rows: RecordBatch, _ key: [FeatureValue]) {
    let names = zip(schema.fields, key).map { field, value in
      var column = Column(field.type)
      column.append(repeating: value, count: rows.rowCount)
      return column
    }
    self.init(schema, columns: names + rows.columns)
  }
}
