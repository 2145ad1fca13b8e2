import ChordaeCore
import ChordaeFeatures

/// What the reading of a patient's inputs gave.
enum ReadPatient: Sendable {
  /// All of the patient's rows.
  case result(PatientResult)
  /// All but the scores, which are computed for several patients at once.
  case unscored(UnscoredPatient)

  /// Bytes that it holds, about.
  var byteCount: Int {
    switch self {
    case .result(let result): result.byteCount
    case .unscored(let patient): patient.byteCount
    }
  }
}

/// A patient whose inputs are read and whose scores wait for those of others.
struct UnscoredPatient: Sendable {
  let entry: ManifestEntry
  let alignment: SourceOutcome
  /// With nulls in the place of the scores.
  var variants: SourceOutcome
  let recordings: [RecordingOutcome]
  let sites: ScoredSites

  /// Bytes that it holds, about, in memory and on the disk.
  var byteCount: Int {
    let values =
      alignment.groups.joined().count + variants.groups.joined().count
      + recordings.reduce(0) { sum, recording in
        sum + recording.groups.joined().count
          + recording.leads.reduce(0) { $0 + $1.values.count }
      }
    let tables = [alignment.tables, variants.tables] + recordings.map(\.tables)
    return sites.byteCount + values * MemoryLayout<FeatureValue>.stride
      + tables.reduce(0) { $0 + PatientResult.byteCount($1) }
      + recordings.reduce(0) { $0 + ($1.spool?.byteCount ?? 0) }
  }
}
