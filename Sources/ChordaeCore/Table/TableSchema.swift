/// The columns of one table, known before the first input is opened.
public struct TableSchema: Sendable, Hashable {
  /// The table's folder in the dataset, such as `patients`.
  public let table: TableName
  public let fields: [Field]
  /// Metadata of the table as a whole: engine version, digests.
  public let metadata: [Field.Pair]

  /// A schema.
  public init(_ table: TableName, _ fields: [Field], metadata: [Field.Pair] = []) {
    self.table = table
    self.fields = fields
    self.metadata = metadata
  }

  /// Bytes that a row's values take in memory, a text counted as 16.
  public var rowByteCount: Int { fields.reduce(0) { $0 + ($1.type.byteWidth ?? 16) } }
}

/// The tables of a dataset, named as their folders are.
public enum TableName: String, Sendable, Hashable, CaseIterable, Comparable {
  case patients, recordings, leads, contigs, genes, intervals, hotspots, sites, scores
  case distributions, beats, fiducials, windows, frequencies, pgx, pharmcat
  case medianBeat = "median_beat"
  case siteCalls = "site_calls"
  case geneBurden = "gene_burden"
  case variantDistributions = "variant_distributions"
  case tensor500 = "tensor_500"
  case tensor100 = "tensor_100"
  case spectrogram, quality

  /// Tables come in the order of their declaration.
  public static func < (a: TableName, b: TableName) -> Bool {
    a.place < b.place
  }

  /// Tables that are written only where `--tables` names them.
  public static let onRequest: Set<TableName> = [
    .intervals, .distributions, .beats, .fiducials, .medianBeat, .frequencies, .pgx, .pharmcat,
    .variantDistributions, .tensor500, .tensor100, .spectrogram, .quality,
  ]
  /// Tables whose rows are about the sites of shared call sets, not about patients.
  public static let ofCallSets: Set<TableName> = [.frequencies]

  /// Tables that are VCF files with a column a patient, for tools that take nothing else.
  public static let ofGenotypes: Set<TableName> = [.pharmcat]

  /// How the names of the table's files end, without the dot.
  public var fileExtension: String { Self.ofGenotypes.contains(self) ? "vcf" : "parquet" }

  /// Tables whose rows are about a recording of a patient's.
  public static let ofRecordings: Set<TableName> = [
    .beats, .fiducials, .medianBeat, .windows, .tensor500, .tensor100, .spectrogram, .quality,
  ]

  private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
