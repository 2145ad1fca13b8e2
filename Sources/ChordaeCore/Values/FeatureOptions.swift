/// Settings that change what features compute; all of them are part of the run's digest.
public struct FeatureOptions: Sendable, Equatable {
  /// Intervals of the gene panel, in the order of the BED file; nil without `--panel`.
  public var panel: [GenomicInterval]?
  /// The build that the panel, and with it every alignment, must be of; nil where nobody says.
  public var assembly: GenomeAssembly?
  /// Tables written on request.
  public var tables: Set<TableName>
  /// Whether intervals that differ from the last accepted one by more than 20 % are left out of NN.
  public var filtersNN: Bool
  /// Leads in which beats are sought, by name or as `#1` by place; empty for all.
  public var ecgLeads: [String]
  /// The annotation file that gives beats and their types instead of the detector (`atr`).
  public var annotator: String?
  /// Sites at which alleles are counted; nil without `--sites`.
  public let sites: SiteList?
  /// Weights on the components of a reference panel; nil without `--ancestry`.
  public let ancestry: AncestryLoadings?
  /// Whether a site that no record of a call set speaks of counts as the reference.
  public var absentAsReference: Bool
  /// SHA-256 of the sites by what they say; nil without.
  public let sitesDigest: String?
  /// Polygenic scores; nil without `--scores`.
  public let scores: ScoreSettings?

  /// The defaults.
  public init(
    panel: [GenomicInterval]? = nil, tables: Set<TableName> = [], filtersNN: Bool = false,
    ecgLeads: [String] = [], annotator: String? = nil, assembly: GenomeAssembly? = nil,
    sites: SiteList? = nil, ancestry: AncestryLoadings? = nil, scores: ScoreSettings? = nil,
    absentAsReference: Bool = false
  ) {
    self.panel = panel
    self.tables = tables
    self.filtersNN = filtersNN
    self.ecgLeads = ecgLeads
    self.annotator = annotator
    self.assembly = assembly
    self.sites = sites
    self.ancestry = ancestry
    self.absentAsReference = absentAsReference
    sitesDigest = sites?.digest
    self.scores = scores
  }

  /// SHA-256 of the panel by what it says, not by how its file is written; nil without a panel.
  public var panelDigest: String? {
    guard let panel else { return nil }
    var digest = SHA256()
    for interval in panel {
      digest.update("\(interval.contig)\t\(interval.start)\t\(interval.end)\t".utf8)
      digest.update("\(interval.name ?? "")\n".utf8)
    }
    return digest.finish()
  }
}
