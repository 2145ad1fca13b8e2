import ChordaeCore
import ChordaeFeatures

/// Joins what a patient's inputs gave into the rows of the dataset's tables.
struct RowAssembler: Sendable {
  let schema: FeatureSchema
  private let schemas: [TableName: TableSchema]
  private let ecg: [FeatureGroup]
  private let patientReasons: ReasonCover
  private let recordingReasons: ReasonCover
  private let columnCount: Int
  /// The nulls of the patient before, and their reasons in words.
  private let lastReasons = Monitor<(pattern: ReasonPattern, text: String)?>(nil)
  /// Those of the recording before.
  private let lastRecordingReasons = Monitor<(pattern: ReasonPattern, text: String)?>(nil)
  /// What the ECG groups of a patient without recordings give.
  private let withoutRecordings: (sources: [FeatureValue], values: [FeatureValue])

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
    columnCount = schema.tables[.patients]?.count ?? 0
    let given = ecg.filter(FeatureSchema.hasColumns)
    withoutRecordings = (
      given.map { _ in .missing(.notProvided) },
      Array(
        repeating: .missing(.notProvided),
        count: given.reduce(0) { $0 + FeatureSchema.rowColumnCount($1) })
    )
  }

  /// The rows of one patient; `row` and the rest name it in reports.
  func assemble(
    _ entry: ManifestEntry, alignment: SourceOutcome, variants: SourceOutcome,
    recordings: [RecordingOutcome]
  ) -> PatientResult {
    let status = self.status([alignment, variants], recordings)
    var row: [FeatureValue] = []
    row.reserveCapacity(columnCount)
    // The third column says why others are null, which is known when they are there.
    row += [.text(entry.patient.text), .text(status.rawValue), .missing(nil)]
    for group in alignment.groups { row += group }
    for group in variants.groups { row += group }
    let recordingCount = row.count
    if !ecg.isEmpty {
      row.append(.integer(Int64(entry.ecg.count)))
      if recordings.isEmpty {
        row += withoutRecordings.sources
        row += withoutRecordings.values
      } else {
        choose(recordings, into: &row)
      }
    }
    for name in schema.carried {
      row.append(entry.extra(name).map { .text($0) } ?? .missing(.notProvided))
    }
    row[2] = .text(reasons(of: row, leavingOut: ecg.isEmpty ? nil : recordingCount))
    let id = FeatureValue.text(entry.patient.text)
    var rows: [TableName: [[FeatureValue]]] = [.patients: [row]]
    if schemas[.recordings] != nil { rows[.recordings] = recordingRows(recordings, of: id) }
    if schemas[.leads] != nil { rows[.leads] = leadRows(recordings, of: id) }
    let (spooled, tables) = featureTables([alignment, variants], recordings, of: id)
    return PatientResult(
      row: entry.row, line: entry.line, status: status, rows: rows, spooled: spooled,
      tables: tables,
      faults: faults(alignment, variants, recordings), patientID: entry.patient.text,
      warnings: warnings(of: alignment, "alignment", entry)
        + warnings(of: variants, "variants", entry))
  }

  private func warnings(
    of source: SourceOutcome, _ name: String, _ entry: ManifestEntry
  ) -> [String] {
    source.warnings.map { "manifest line \(entry.line), \(name): \($0)" }
  }

  /// The reasons of a row's nulls; those of the patient before are found again, not made.
  private func reasons(of row: [FeatureValue], leavingOut place: Int?) -> String {
    let pattern = ReasonPattern(row[3...], leavingOut: place)
    return Self.text(pattern, by: patientReasons, lastReasons)
  }

  private static func text(
    _ pattern: ReasonPattern, by cover: ReasonCover,
    _ last: Monitor<(pattern: ReasonPattern, text: String)?>
  ) -> String {
    if let last = last.change({ $0 }), last.pattern == pattern { return last.text }
    let text = cover.text(pattern)
    last.change { $0 = (pattern, text) }
    return text
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

  /// Appends for each ECG group the recording that speaks for the patient, then the values of all groups.
  private func choose(_ recordings: [RecordingOutcome], into row: inout [FeatureValue]) {
    var chosen: [(group: Int, recording: Int?)] = []
    for (place, group) in ecg.enumerated() where FeatureSchema.hasColumns(group) {
      let ranked = RecordingRanking(recordings, by: group.recording).places
      let giver = ranked.first { recordings[$0].groups[place].contains { !$0.isMissing } }
      chosen.append((place, giver ?? ranked.first))
      if let giver {
        row.append(.integer(Int64(giver)))
      } else {
        let reason = ranked.first.flatMap { recordings[$0].groups[place].first }
        row.append(reason ?? .missing(.notProvided))
      }
    }
    for (place, recording) in chosen {
      if let recording {
        row += recordings[recording].groups[place]
      } else {
        row += repeatElement(
          .missing(.notProvided), count: FeatureSchema.rowColumnCount(ecg[place]))
      }
    }
  }

  private func recordingRows(
    _ recordings: [RecordingOutcome], of patient: FeatureValue
  ) -> [[FeatureValue]] {
    recordings.enumerated().map { place, recording in
      var row = [
        patient, .integer(Int64(place)), .text(recording.status.rawValue), .missing(nil),
      ]
      let first = row.count
      row.reserveCapacity(first + recording.groups.reduce(0) { $0 + $1.count })
      for group in recording.groups { row += group }
      let pattern = ReasonPattern(row[first...])
      row[first - 1] = .text(Self.text(pattern, by: recordingReasons, lastRecordingReasons))
      return row
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
  ) -> (spooled: [SpooledRows], tables: [TableName: RecordBatch]) {
    var spooled: [SpooledRows] = []
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
      let key = [patient, .integer(Int64(place))]
      if let spool = recording.spool, !spool.isEmpty {
        spooled.append(SpooledRows(before: tables, spool: spool, key: key, schemas: schemas))
        tables = [:]
      }
      append(recording.tables, after: key)
    }
    return (spooled, tables)
  }
}
