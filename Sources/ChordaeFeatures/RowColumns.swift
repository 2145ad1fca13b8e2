public import ChordaeCore

/// The columns that are no feature: who the row is about and what became of it.
public enum RowColumns {
  private static let manifest = Method(
    "taken over from the manifest", citation: "the manifest of the run")
  private static let engine = Method(
    "written by the engine while it reads the inputs", citation: "the engine's documentation")

  /// The patient's pseudonym.
  public static let patientID = FeatureColumn(
    "patient_id", "Patient", "The patient's pseudonym, as the manifest gives it.", type: .text,
    unit: .none, method: manifest)

  /// The call set that a row about a site comes from.
  public static let callSet = FeatureColumn(
    "call_set", "Call set",
    "The call set that the row is about: a digest of its files, of the samples that the manifest "
      + "names in it and of the settings, the same as in the file's name.",
    type: .text, unit: .none, method: engine)

  /// What became of a patient's inputs.
  public static let status = FeatureColumn(
    "status", "Status",
    "ok: every named input was read to its end without fault; partial: at least one input faulted "
      + "and at least one gave values; failed: none gave values.",
    type: .text, unit: .none, method: engine)

  /// What became of a recording.
  public static let recordingStatus = FeatureColumn(
    "status", "Status",
    "ok; partial: values are kept although the file is shorter than declared or a checksum differs; "
      + "corrupt: cannot be read; unsupported: a format that is not read; too_short or no_signal: "
      + "read to its end, but nothing can be measured.",
    type: .text, unit: .none, method: engine)

  /// Why the row's nulls are null.
  public static let reasons = FeatureColumn(
    "reasons", "Reasons of the nulls",
    "Entries <column id or prefix>=<code>, sorted, joined by ';': every null is covered by exactly "
      + "one. Empty where nothing is null.",
    type: .text, unit: .none, method: engine)

  /// The recording's place in the manifest's list.
  public static let recording = FeatureColumn(
    "recording", "Recording", "The recording's 0-based place in the manifest's list.", type: .int32,
    unit: .none, method: manifest, bounds: .nonNegative)

  /// The lead of a row.
  public static let lead = FeatureColumn(
    "lead", "Lead", "The lead's standard name where it has one, else the file's.", type: .text,
    unit: .none, method: engine)

  /// How many recordings the manifest names.
  public static let recordingCount = FeatureColumn(
    "ecg.recordings.count", "Recordings", "ECG recordings that the manifest names for the patient.",
    type: .int32, unit: .count, method: manifest, bounds: .nonNegative)

  /// Which recording gave a group's values in the patient's row.
  public static func recordingSource(of group: FeatureGroup) -> FeatureColumn {
    let rule =
      switch group.recording {
      case .latestShortTerm:
        "the latest recording of at most 5 minutes that gives the group, else the latest that does"
      case .longest: "the longest recording that gives the group"
      }
    return FeatureColumn(
      "ecg.recordings.\(sourceWord(group.id))_source", "Recording behind \(group.id)",
      "The 0-based place of the recording whose \(group.id) values stand in the row: \(rule). "
        + "A recording without a date counts as older than any dated one; of equals the later "
        + "place is taken.",
      type: .int32, unit: .none, method: engine, bounds: .nonNegative,
      missing: (FeatureSchema.rowColumns(group).flatMap(\.missing)).reduce(into: [.notProvided]) {
        if !$0.contains($1) { $0.append($1) }
      })
  }

  /// A column of the manifest that is carried through.
  public static func carried(_ name: String) -> FeatureColumn {
    FeatureColumn(
      name, name, "The manifest's column of this name, carried through as it stands.", type: .text,
      unit: .none, method: manifest, missing: [.notProvided])
  }

  /// `ecg.rhythm` is `rhythm`, any other group keeps its modality: `hrv.time` is `hrv_time`.
  private static func sourceWord(_ id: String) -> String {
    let word = id.hasPrefix("ecg.") ? String(id.dropFirst(4)) : id
    return String(word.map { $0 == "." ? "_" : $0 })
  }
}
