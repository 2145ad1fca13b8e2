import ChordaeCore
import ChordaeFeatures
import Testing

@testable import ChordaePipeline

/// Rows that are put together from what hand-made inputs gave.
@Suite struct `A patient's row` {
  private let schema: FeatureSchema
  private let assembler: RowAssembler
  private let kinds: [any ECGFeature.Type] = [ECGSignal.self, HRVTime.self]

  init() {
    let selection = FeatureSelection(
      alignment: [Flagstat.self], variants: [VariantStatistics.self], ecg: kinds)
    schema = FeatureSchema(selection, options: FeatureOptions(), carried: ["age"])
    assembler = RowAssembler(schema)
  }

  /// All columns of a group with one value, or null for one reason.
  private func values(_ group: FeatureGroup, _ value: Int64?, _ reason: MissingReason = .noSignal)
    -> [FeatureValue]
  {
    FeatureSchema.rowColumns(group).map { column in
      guard let value else { return .missing(reason) }
      return column.type == .int32 || column.type == .int64
        ? .integer(value) : .number(Double(value))
    }
  }

  private func source(_ group: FeatureGroup, _ value: Int64) -> SourceOutcome {
    SourceOutcome(groups: [values(group, value)])
  }

  private func recording(
    signal: Int64?, hrv: Int64?, seconds: Double, start: Int? = nil,
    status: RecordingStatus = .ok, fault: InputError? = nil
  ) -> RecordingOutcome {
    var outcome = RecordingOutcome(
      status: status,
      groups: [
        values(ECGSignal.group, signal, fault?.reason ?? .noSignal),
        values(HRVTime.group, hrv, fault?.reason ?? .tooFewBeats),
      ], faults: fault.map { [$0] } ?? [])
    outcome.duration = seconds
    outcome.start = start
    return outcome
  }

  private func assemble(
    alignment: SourceOutcome? = nil, variants: SourceOutcome? = nil,
    _ recordings: [RecordingOutcome] = []
  ) -> [String: FeatureValue] {
    var entry = ManifestEntry(row: 3, line: 5, patient: PatientID("p"))
    entry.ecg = recordings.map { _ in "x" }
    let result = assembler.assemble(
      entry, alignment: alignment ?? .missing([Flagstat.group], .notProvided),
      variants: variants ?? .missing([VariantStatistics.group], .notProvided),
      recordings: recordings)
    let columns = schema.tables[.patients] ?? []
    #expect(result.rows[.patients]?.count == 1 && result.rows[.patients]?[0].count == columns.count)
    #expect(result.rows[.recordings]?.count == recordings.count)
    return Dictionary(
      uniqueKeysWithValues: zip(columns.map(\.id), result.rows[.patients]?[0] ?? []))
  }

  private func fault(_ reason: MissingReason) -> InputError { InputError(reason, path: "x", "x") }

  @Test func `is ok without any input, with a reason for each null`() {
    let row = assemble()
    #expect(row["status"] == .text("ok"))
    #expect(
      row["reasons"]
        == .text(
          "age=not_provided;aln=not_provided;ecg=not_provided;hrv=not_provided;var=not_provided"))
    #expect(row["ecg.recordings.count"] == .integer(0))
  }

  @Test func `is partial where one input faulted and another gave values`() {
    let row = assemble(
      alignment: .missing([Flagstat.group], .truncated, fault: fault(.truncated)),
      variants: source(VariantStatistics.group, 1))
    #expect(row["status"] == .text("partial"))
    #expect(row["aln.flagstat.total"] == .missing(.truncated))
    #expect(row["var.stats.n_hets"] == .integer(1))
  }

  @Test func `is failed where none gave values`() {
    let faulty = recording(
      signal: nil, hrv: nil, seconds: 0, status: .corrupt, fault: fault(.malformed))
    let row = assemble(
      variants: .missing([VariantStatistics.group], .sampleNotFound, fault: fault(.sampleNotFound)),
      [faulty])
    #expect(row["status"] == .text("failed"))
    #expect(
      row["reasons"]
        == .text(
          "age=not_provided;aln=not_provided;ecg=malformed;hrv=malformed;var=sample_not_found"))
  }

  @Test func `is partial where a recording kept its values in spite of a fault`() {
    let cut = recording(signal: 4, hrv: 4, seconds: 7, status: .partial, fault: fault(.truncated))
    let row = assemble([cut])
    #expect(row["status"] == .text("partial"))
    #expect(row["ecg.signal.lead_count"] == .integer(4))
    #expect(row["reasons"] == .text("age=not_provided;aln=not_provided;var=not_provided"))
  }

  @Test func `takes each group from the recording that gives it by the group's rule`() {
    let row = assemble([
      recording(signal: 1, hrv: 1, seconds: 86_400, start: 9),
      recording(signal: 2, hrv: nil, seconds: 10, start: 5),
      recording(signal: 3, hrv: 3, seconds: 10, start: 7),
      recording(signal: nil, hrv: nil, seconds: 10, start: 8),
    ])
    // The latest short recording gives nothing, so the one before it speaks; heart rate variability
    // is the longest one's.
    #expect(row["ecg.signal.lead_count"] == .integer(3))
    #expect(row["ecg.recordings.signal_source"] == .integer(2))
    #expect(row["hrv.time.sdnn"] == .number(1))
    #expect(row["ecg.recordings.hrv_time_source"] == .integer(0))
    #expect(row["ecg.recordings.count"] == .integer(4))
    #expect(row["status"] == .text("ok"))
  }

  @Test func `takes the reason of the recording that should have spoken where none gives a group`()
  {
    let row = assemble([
      recording(signal: 1, hrv: nil, seconds: 10, start: 1),
      recording(signal: nil, hrv: nil, seconds: 0, status: .corrupt, fault: fault(.malformed)),
    ])
    #expect(row["ecg.signal.lead_count"] == .integer(1))
    #expect(row["hrv.time.sdnn"] == .missing(.tooFewBeats))
    #expect(row["ecg.recordings.hrv_time_source"] == .missing(.tooFewBeats))
  }
}
