/// Features that come from one source and are switched together: the unit of `--groups`.
public struct FeatureGroup: Sendable, Hashable {
  /// The name by which it is chosen, such as `aln.coverage`.
  public let id: String
  /// The common prefix of its columns: the id, or leading words of it where a published vocabulary
  /// names the columns of groups that are read from different inputs.
  public let prefix: String
  public let source: Source
  /// Its columns in a patient's row (for an ECG, also in a recording's row).
  public let columns: [FeatureColumn]
  /// ECG only: its columns in the `leads` table; rows of `recordings` and `patients` repeat them
  /// for the twelve standard leads, as `ecg.spectrum.v5.centroid`.
  public let leadColumns: [FeatureColumn]
  /// Further tables that it writes, one row a gene, an interval, a beat.
  public let tables: [Table]
  /// ECG only: which recording speaks for the patient.
  public let recording: RecordingChoice
  /// Settings of the run that change the values.
  public let settings: FeatureSettings
  /// Whether a run computes the group without being asked for it by name.
  public let isDefault: Bool

  /// Which input the group reads.
  public enum Source: String, Sendable, Hashable, CaseIterable {
    case alignment, variants, ecg
  }

  /// Which of a patient's recordings gives the patient's row its values.
  public enum RecordingChoice: String, Sendable, Hashable {
    /// The latest recording of at most five minutes that gives the group, else the latest.
    case latestShortTerm
    /// The longest recording that gives the group.
    case longest
  }

  /// A table of the group without its leading `patient_id`.
  public struct Table: Sendable, Hashable {
    public let name: TableName
    public let columns: [FeatureColumn]

    /// A table.
    public init(_ name: TableName, _ columns: [FeatureColumn]) {
      self.name = name
      self.columns = columns
    }
  }

  /// A group.
  public init(
    _ id: String, from source: Source, _ columns: [FeatureColumn],
    leadColumns: [FeatureColumn] = [], tables: [Table] = [],
    recording: RecordingChoice = .latestShortTerm, settings: FeatureSettings = [],
    isDefault: Bool = true, prefix: String? = nil
  ) {
    self.id = id
    self.prefix = prefix ?? id
    self.source = source
    self.columns = columns
    self.leadColumns = leadColumns
    self.tables = tables
    self.recording = recording
    self.settings = settings
    self.isDefault = isDefault
  }
}

extension FeatureGroup {
  /// The group with its columns as they are under a run's settings.
  public func under(_ options: FeatureOptions) -> FeatureGroup {
    func described(_ columns: [FeatureColumn]) -> [FeatureColumn] {
      columns.map { $0.under(options, following: settings) }
    }
    return FeatureGroup(
      id, from: source, described(columns), leadColumns: described(leadColumns),
      tables: tables.map { Table($0.name, described($0.columns)) }, recording: recording,
      settings: settings, isDefault: isDefault, prefix: prefix)
  }
}

/// The twelve leads of the standard ECG, in the order in which tables repeat per-lead figures.
public enum StandardLead: String, Sendable, Hashable, CaseIterable {
  case i, ii, iii, avr, avl, avf, v1, v2, v3, v4, v5, v6

  /// The lead's name as cardiologists write it.
  public var name: String {
    switch self {
    case .i, .ii, .iii, .v1, .v2, .v3, .v4, .v5, .v6: rawValue.uppercased()
    case .avr: "aVR"
    case .avl: "aVL"
    case .avf: "aVF"
    }
  }
}
