/// Writes a VCF of genotypes at fixed positions: gathered sample by sample, written record by record.
///
/// As any output it appears under its name only when it is complete and on the disk. Memory is 8 bytes a
/// sample and position.
public struct GenotypeFile: ~Copyable {
  private var file: OutputFile
  private let header: [String]
  private let sites: [Site]
  private var samples: [String] = []
  /// Places in `texts`, sample after sample.
  private var genotypes: [UInt32] = []
  private var phaseSets: [Int32] = []
  private var texts: [String] = []
  private var placeOfText: [String: UInt32] = [:]
  private static let noPhaseSet: Int32 = -1

  /// What a record says of itself.
  public struct Site: Sendable, Hashable {
    public let contig: String
    /// 1-based.
    public let position: Int
    public let id: String?
    public let reference: String
    public let alternates: [String]
    /// INFO as it is written; nil for none.
    public let info: String?

    /// A site.
    public init(
      contig: String, position: Int, id: String?, reference: String, alternates: [String],
      info: String?
    ) {
      self.contig = contig
      self.position = position
      self.id = id
      self.reference = reference
      self.alternates = alternates
      self.info = info
    }
  }

  /// A sample's genotype at a site.
  public struct Genotype: Sendable, Hashable {
    /// FORMAT/GT.
    public let text: String
    /// FORMAT/PS, 0 or more; nil for none.
    public let phaseSet: Int32?

    /// A genotype.
    public init(_ text: String, phaseSet: Int32? = nil) {
      precondition(phaseSet.map { $0 >= 0 } ?? true, "a phase set is a number of 0 or more")
      self.text = text
      self.phaseSet = phaseSet
    }
  }

  /// A file whose records come in the order of `sites`; `header` are its lines without the first and
  /// the last.
  public init(path: String, header: [String], sites: [Site]) throws(SinkError) {
    file = try OutputFile(path: path)
    self.header = header
    self.sites = sites
  }

  /// Records of the file.
  public var recordCount: Int { sites.count }

  /// Adds a sample's column, a genotype a site; the name has no control character.
  public mutating func append(sample: String, _ row: [Genotype]) {
    precondition(row.count == sites.count, "a sample has as many genotypes as there are sites")
    samples.append(sample)
    for genotype in row {
      genotypes.append(place(of: genotype.text))
      phaseSets.append(genotype.phaseSet ?? Self.noPhaseSet)
    }
  }

  /// Writes the records and gives the file its name.
  public consuming func finish() throws(SinkError) -> WrittenFile {
    try writeHeader()
    for index in sites.indices { try write(index) }
    return try file.finish()
  }

  private mutating func place(of text: String) -> UInt32 {
    if let place = placeOfText[text] { return place }
    let place = UInt32(texts.count)
    texts.append(text)
    placeOfText[text] = place
    return place
  }

  private mutating func writeHeader() throws(SinkError) {
    var columns = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO"]
    if !samples.isEmpty { columns += ["FORMAT"] + samples }
    let lines = ["##fileformat=VCFv4.2"] + header + [columns.joined(separator: "\t")]
    try file.write(Array((lines.joined(separator: "\n") + "\n").utf8))
  }

  private mutating func write(_ index: Int) throws(SinkError) {
    let site = sites[index]
    var line = Array(
      """
      \(site.contig)\t\(site.position)\t\(site.id ?? ".")\t\(site.reference)\t\
      \(site.alternates.joined(separator: ","))\t.\t.\t\(site.info ?? ".")
      """.utf8)
    let places = samples.indices.map { $0 * sites.count + index }
    // Readers differ on values that are left out at the end, so PS is there for all or for none.
    let hasSets = places.contains { phaseSets[$0] != Self.noPhaseSet }
    if !samples.isEmpty { line += Array((hasSets ? "\tGT:PS" : "\tGT").utf8) }
    for place in places {
      line.append(UInt8(ascii: "\t"))
      line += texts[Int(genotypes[place])].utf8
      guard hasSets else { continue }
      let set = phaseSets[place]
      line += (set == Self.noPhaseSet ? ":." : ":\(set)").utf8
    }
    line.append(UInt8(ascii: "\n"))
    try file.write(line)
  }
}
