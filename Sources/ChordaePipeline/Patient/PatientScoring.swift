import ChordaeCore
import ChordaeFeatures

/// Scores patients who have call sets of their own, one or some at a time, and puts their rows together.
struct PatientScoring: Sendable {
  /// Patients that share one reading of the bundle's rows.
  let patientCount: Int
  private let settings: ScoreSettings
  private let assembler: RowAssembler
  private let groups: [FeatureGroup]
  /// The place of the scores among the groups.
  private let place: Int

  /// Bytes of rows from which on a bundle is read for many patients at once: to read fewer takes less
  /// time than a patient's calls do, and then nobody needs to wait.
  private static let sharedBytes = 32 << 20
  private static let bytesPerRow = 12

  /// The scoring of a run; nil where no scores are asked for.
  init?(_ extraction: Extraction, _ assembler: RowAssembler, _ groups: [FeatureGroup]) {
    guard let settings = extraction.options.scores,
      let place = groups.firstIndex(where: { $0.id == PolygenicScores.group.id })
    else { return nil }
    self.settings = settings
    self.assembler = assembler
    self.groups = groups
    self.place = place
    let rows = settings.bundle.scores.reduce(0) { $0 + $1.rows.used }
    patientCount =
      extraction.patientsScoredTogether
      ?? (rows * Self.bytesPerRow < Self.sharedBytes ? 1 : ScoreBatch.mostPatients)
  }

  /// The rows of some patients, in their order; nil where the run was cancelled.
  ///
  /// A bundle that cannot be read on is a fault of each patient's calls.
  func results(
    of patients: [UnscoredPatient], isCancelled: () -> Bool
  ) -> [PatientResult]? {
    var batch = ScoreBatch(settings, patients.map(\.sites))
    var fault: InputError?
    do throws(InputError) {
      guard try batch.run(isCancelled: isCancelled) else { return nil }
    } catch { fault = error }
    return patients.enumerated().map { place, patient in
      let variants =
        fault.map { .missing(groups, $0.reason, fault: $0) }
        ?? scored(patient.variants, place, &batch)
      return assembler.assemble(
        patient.entry, alignment: patient.alignment, variants: variants,
        recordings: patient.recordings)
    }
  }

  /// What a patient's calls gave, with the scores in their place.
  private func scored(
    _ variants: SourceOutcome, _ patient: Int, _ batch: inout ScoreBatch
  ) -> SourceOutcome {
    let tables = assembler.schema.variantTables.filter { $0.table == .scores }
    var output = FeatureOutput(tables: tables, columnCount: groups[place].columns.count)
    batch.finish(patient: patient, into: &output)
    var variants = variants
    variants.groups[place] = output.values
    variants.tables[.scores] = output.tables[.scores]
    return variants
  }
}
