/// Positions of genes that decide how drugs of cardiology work, in one build of the genome, and the
/// two that tell the forms of apolipoprotein E.
///
/// The positions are those that published tools define alleles by; no allele is called from them here.
public struct PharmacogenomicTable: Sendable, Hashable {
  public let assembly: GenomeAssembly
  /// In the order of the genes, then of the genome.
  public let positions: [Position]

  /// A position and the alleles that are looked for there.
  public struct Position: Sendable, Hashable {
    public let gene: String
    /// The number in dbSNP; nil where the files give none.
    public let rsID: String?
    /// The chromosome, without `chr`.
    public let chromosome: String
    /// 0-based start of `reference` on the forward strand.
    public let start: Int
    public let reference: String
    public let alternates: [String]
  }

  /// The genes, in the order of the table.
  public static let genes = [
    "CYP2C19", "CYP2C9", "VKORC1", "CYP4F2", "SLCO1B1", "ABCG2", "APOE",
  ]

  /// The table of a build; GRCh37 lacks one deletion, which no file states left-aligned for it.
  public init(of assembly: GenomeAssembly) {
    let first = assembly == .grch37 ? 3 : 6
    self.assembly = assembly
    positions = Self.lines.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      precondition(words.count == 9, "a position's line has nine words: \(line)")
      guard let place = Int(words[first]) else { return nil }
      return Position(
        gene: words[0], rsID: words[1] == "-" ? nil : words[1], chromosome: words[2],
        start: place - 1, reference: words[first + 1],
        alternates: words[first + 2].split(separator: ",").map(String.init))
    }
  }

  /// Places of `positions` in the order of the genome.
  public var genomeOrder: [Int] {
    func key(_ place: Int) -> (Int, Int) {
      let position = positions[place]
      return (
        GenomeAssembly.chromosomes.firstIndex(of: position.chromosome) ?? .max, position.start
      )
    }
    return positions.indices.sorted { key($0) < key($1) }
  }

  /// The file that states the positions and alleles of both builds, 1-based.
  public static let source = PublishedFile(
    "pypgx", "pypgx/api/data/variant-table.csv", version: "0.27.0",
    sha256: "266ed3425bfa7b8d83ff81c419924a190067986f31e8c8ee80d9f23cf4b91685",
    content: "variants of the alleles of pharmacogenes, GRCh37 and GRCh38 (MIT)")

  /// The file that states one deletion of CYP2C9 left-aligned (94942205, GRCh38), and, for GRCh38, all
  /// other positions of CYP2C19, CYP2C9, VKORC1 and SLCO1B1 and two of CYP4F2 with the same alleles.
  public static let agreeing = PublishedFile(
    "PharmGKB/PharmCAT", "pharmcat_positions.vcf",
    version: "e741c7f991cbe0fda35839ceeef5340fc2112ceb",
    content: "positions that PharmCAT defines alleles by, GRCh38")
}
