/// What is known of one polygenic score before any genotype is read.
public struct ScoreDescription: Sendable, Hashable {
  /// The catalogue's id, of letters, digits and `_`.
  public let id: String
  /// The score's short name; empty where its file does not say.
  public let name: String
  /// The trait as its authors report it; empty where the file does not say.
  public let trait: String
  /// The file's name without its folder.
  public let file: String
  /// SHA-256 of the file's bytes.
  public let fileDigest: String
  public let rows: ScoreRowCounts

  /// A score.
  public init(
    id: String, name: String, trait: String, file: String, fileDigest: String,
    rows: ScoreRowCounts
  ) {
    self.id = id
    self.name = name
    self.trait = trait
    self.file = file
    self.fileDigest = fileDigest
    self.rows = rows
  }
}

/// How a row's weight meets the copies of its effect allele.
public enum ScoreEffect: UInt8, Sendable, CaseIterable {
  /// A weight a copy.
  case additive
  /// The weight once, where there is a copy.
  case dominant
  /// The weight once, where all copies are of the allele.
  case recessive
}

/// Why a row of a scoring file takes no part in the sum.
public enum ScoreExclusion: String, Sendable, Hashable, CaseIterable {
  /// It speaks of several variants at once.
  case interaction
  case haplotype, diplotype
  /// A weight for each of 0, 1 and 2 copies, which no published rule adds up.
  case dosageWeights = "dosage_weights"
  /// Its alleles are not letters of bases: an HLA allele, a star allele, a symbol.
  case alleles
  /// Dominant or recessive where a person may have a single copy: X, Y, the mitochondrion.
  case haploidDominance = "haploid_dominance"
  /// Its file gives no place on a chromosome in this build.
  case noPlace = "no_place"
  /// Another row of the score names the same variant: none of them counts, as with the catalogue's
  /// calculator.
  case duplicate

  /// Whether the row has a weight that dosages could be multiplied with.
  public var isScorable: Bool {
    switch self {
    case .interaction, .haplotype, .diplotype, .dosageWeights, .alleles, .haploidDominance: false
    case .noPlace, .duplicate: true
    }
  }
}

/// The rows of a scoring file, counted.
public struct ScoreRowCounts: Sendable, Hashable {
  /// All rows of the file.
  public var total = 0
  /// Rows that take no part, by the reason.
  public var excluded: [ScoreExclusion: Int] = [:]

  /// No rows.
  public init() {}

  /// Rows that could be scored if the genotypes said everything: the denominator of fractions.
  public var scorable: Int {
    total - excluded.reduce(0) { $0 + ($1.key.isScorable ? 0 : $1.value) }
  }
  /// Rows that stand in a bundle.
  public var used: Int { total - excluded.reduce(0) { $0 + $1.value } }
}
