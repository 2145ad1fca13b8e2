public import ChordaeCore

/// The tables that a selection gives, known before the first input is opened.
public struct FeatureSchema: Sendable {
  public let selection: FeatureSelection
  /// The columns of each table that the run writes, in order.
  public let tables: [TableName: [FeatureColumn]]
  /// Names of the manifest's columns that are carried through, in their order.
  public let carried: [String]
  /// The columns as Arrow carries them: made once, since each holds its whole description.
  private let fields: [TableName: [Field]]
  /// The schemas of the tables that features write, without the columns that name the row.
  private let written: [TableName: TableSchema]

  /// The schema of a selection under the run's options.
  public init(_ selection: FeatureSelection, options: FeatureOptions, carried: [String] = []) {
    self.selection = selection
    self.carried = carried
    let genome =
      (selection.alignment.map { $0.group } + selection.variants.map { $0.group(options) })
      .map { $0.under(options) }
    let ecg = selection.ecg.map { $0.group.under(options) }
    var tables: [TableName: [FeatureColumn]] = [.patients: Self.patients(genome, ecg, carried)]
    if !ecg.isEmpty {
      tables[.recordings] =
        [
          RowColumns.patientID, RowColumns.recording, RowColumns.recordingStatus,
          RowColumns.reasons,
        ]
        + ecg.flatMap(Self.rowColumns)
    }
    if ecg.contains(where: { !$0.leadColumns.isEmpty }) {
      tables[.leads] =
        [RowColumns.patientID, RowColumns.recording, RowColumns.lead] + ecg.flatMap(\.leadColumns)
    }
    var written: [TableName: TableSchema] = [:]
    for table in (genome + ecg).flatMap(\.tables) where Self.isWanted(table.name, options) {
      tables[table.name] = Self.key(of: table.name) + table.columns
      written[table.name] = TableSchema(table.name, table.columns.map(\.field))
    }
    self.tables = tables
    self.written = written
    fields = tables.mapValues { $0.map(\.field) }
  }

  /// The Arrow schema of a table; its columns carry the dictionary as field metadata.
  public func tableSchema(_ table: TableName, metadata: [Field.Pair] = []) -> TableSchema {
    TableSchema(table, fields[table] ?? [], metadata: metadata)
  }

  /// The schema of a table as a feature writes it: without the columns that name the row.
  public func featureTables(of group: FeatureGroup) -> [TableSchema] {
    group.tables.compactMap { written[$0.name] }
  }

  /// The schemas of the tables that features of a call set write.
  public var variantTables: [TableSchema] {
    selection.variants.flatMap { featureTables(of: $0.group) }
      .filter { !TableName.ofCallSets.contains($0.table) }
  }

  /// A group's columns in a row of `recordings` or `patients`: its own, then its per-lead columns
  /// for each of the twelve standard leads.
  public static func rowColumns(_ group: FeatureGroup) -> [FeatureColumn] {
    group.columns
      + StandardLead.allCases.flatMap { lead in
        group.leadColumns.map { column in
          column.renamed(
            group.id + "." + lead.rawValue + column.id.dropFirst(group.id.count),
            label: "\(column.label), lead \(lead.name)", describedIn: .leads)
        }
      }
  }

  /// How many columns `rowColumns` gives, without making them.
  public static func rowColumnCount(_ group: FeatureGroup) -> Int {
    group.columns.count + StandardLead.allCases.count * group.leadColumns.count
  }

  private static func patients(
    _ genome: [FeatureGroup], _ ecg: [FeatureGroup], _ carried: [String]
  ) -> [FeatureColumn] {
    [RowColumns.patientID, RowColumns.status, RowColumns.reasons]
      + genome.flatMap(\.columns)
      + (ecg.isEmpty
        ? [] : [RowColumns.recordingCount] + ecg.filter(hasColumns).map(RowColumns.recordingSource))
      + ecg.flatMap(rowColumns)
      + carried.map(RowColumns.carried)
  }

  /// Whether a group gives values of its own in a row of `patients`: some give tables alone.
  public static func hasColumns(_ group: FeatureGroup) -> Bool {
    !(group.columns.isEmpty && group.leadColumns.isEmpty)
  }

  /// The columns that name a row.
  private static func key(of table: TableName) -> [FeatureColumn] {
    switch table {
    case _ where TableName.ofRecordings.contains(table):
      [RowColumns.patientID, RowColumns.recording]
    case _ where TableName.ofCallSets.contains(table): [RowColumns.callSet]
    default: [RowColumns.patientID]
    }
  }

  private static func isWanted(_ table: TableName, _ options: FeatureOptions) -> Bool {
    switch table {
    case .genes, .geneBurden: options.panel != nil
    case .intervals: options.panel != nil && options.tables.contains(.intervals)
    case .sites, .siteCalls: options.sites != nil
    case .scores: options.scores != nil
    case .patients, .recordings, .leads, .contigs, .hotspots, .windows: true
    case .distributions, .beats, .fiducials, .medianBeat, .frequencies, .pgx, .pharmcat,
      .variantDistributions, .tensor500, .tensor100, .spectrogram, .quality:
      options.tables.contains(table)
    }
  }
}
