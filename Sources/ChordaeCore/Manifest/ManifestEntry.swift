/// One patient of a manifest, with the files that describe it.
///
/// Paths are absolute: those that the manifest gives relative are joined to its folder.
public struct ManifestEntry: Sendable, Equatable {
  /// The patient's place in the manifest, from 0.
  public var row: Int
  /// The line of the manifest's text, from 1.
  public var line: Int
  public var patient: PatientID
  /// At most one today: a list, so that a patient with several alignments needs no other model.
  public var alignments: [String] = []
  /// The files of one call set; a path that holds `{contig}` stands for several files.
  public var variants: [String] = []
  /// The files of one call set with reference blocks; as `variants`.
  public var gvcf: [String] = []
  /// The sample's name in `variants` and `gvcf`; nil where the manifest leaves it to the files.
  public var sample: String?
  /// The recordings in the manifest's order.
  public var ecg: [String] = []
  /// Samples a second of recordings that do not say it (CSV, NumPy).
  public var ecgRate: Double?
  /// The unit of recordings that do not say it (CSV, NumPy).
  public var ecgUnit: VoltageUnit?
  public var targets: String?
  public var reference: String?
  public var sex: Sex?
  /// Extra columns that the run asked for, in the manifest's order, without empty cells.
  public var extras: [ManifestExtra] = []

  /// A patient without files.
  public init(row: Int, line: Int, patient: PatientID) {
    self.row = row
    self.line = line
    self.patient = patient
  }

  /// The value of an extra column; nil where the cell is empty.
  public func extra(_ name: String) -> String? {
    extras.first { $0.name == name }?.value
  }

  /// Every file that belongs to this patient alone or together with others, patterns included;
  /// without `targets` and `reference`.
  public var sources: [String] { alignments + variants + gvcf + ecg }
}

/// An extra column's cell.
public struct ManifestExtra: Sendable, Equatable {
  public let name: String
  public let value: String

  /// A cell.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}
