/// Polygenic scores of one build, their rows in the order of the genome: what genotypes meet.
///
/// The sites are in memory; the rows, which may be many times as many, are read a block at a time.
public struct ScoreBundle: Sendable, Equatable {
  /// SHA-256 of what the bundle says.
  public let digest: String
  public let assembly: GenomeAssembly
  /// In the order of their numbers.
  public let scores: [ScoreDescription]
  public let sites: ScoreSites
  public let rows: any ScoreRowSource

  /// A bundle.
  public init(
    digest: String, assembly: GenomeAssembly, scores: [ScoreDescription], sites: ScoreSites,
    rows: any ScoreRowSource
  ) {
    self.digest = digest
    self.assembly = assembly
    self.scores = scores
    self.sites = sites
    self.rows = rows
  }

  /// Two bundles are equal where they say the same.
  public static func == (a: ScoreBundle, b: ScoreBundle) -> Bool { a.digest == b.digest }
}

/// Where the rows of a bundle come from.
public protocol ScoreRowSource: Sendable {
  /// The file, for what is wrong with it.
  var path: String { get }
  /// The first site of each block and, behind the last, the number of sites.
  var blockStarts: [Int] { get }
  /// Reads the rows of a block's sites in the place of those of another.
  ///
  /// - Throws: what is wrong with the file behind it, and where.
  func read(block: Int, into rows: inout ScoreRows) throws(InputError)
}

/// The rows of some sites that follow each other.
public struct ScoreRows: Sendable, Equatable {
  /// The first row of each site and, behind the last, the number of rows.
  public var starts: [Int] = [0]
  /// The score's number and the effect of each row: `score << 2 | effect`.
  public var codes: [UInt32] = []
  public var weights: [Double] = []

  /// No rows.
  public init() {}

  /// The number of a row's score.
  @inlinable
  public static func score(ofCode code: UInt32) -> Int { Int(code >> 2) }

  /// How a row's weight meets the copies of its allele.
  @inlinable
  public static func effect(ofCode code: UInt32) -> ScoreEffect {
    ScoreEffect(rawValue: UInt8(code & 3)) ?? .additive
  }

  /// The code of a row.
  public static func code(score: Int, _ effect: ScoreEffect) -> UInt32 {
    UInt32(score) << 2 | UInt32(effect.rawValue)
  }

  /// Scores that codes can number.
  public static let mostScores = 1 << 30
}
