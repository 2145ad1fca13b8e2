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

  /// Bytes that it holds, about: the sites are nearly all of them.
  var byteCount: Int {
    recordings.reduce(sites.byteCount + 4_096) { $0 + ($1.spool?.byteCount ?? 0) }
  }
}
