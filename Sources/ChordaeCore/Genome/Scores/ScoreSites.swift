/// The places and alleles that the rows of some scores name, each once, by chromosome, position and
/// alleles.
public struct ScoreSites: Sendable {
  /// The first site of each chromosome from 1 on, and behind the last the number of sites: 1 to 22,
  /// X is 23, Y 24, the mitochondrion 25.
  public private(set) var chromosomeStarts = [Int](repeating: 0, count: Self.chromosomeCount + 1)
  /// 0-based.
  public private(set) var positions: [Int32] = []
  /// Where the effect allele stands in `alleles`.
  public private(set) var effects: [UInt32] = []
  /// Where the other allele stands in `alleles`; 0 where it is not known.
  public private(set) var others: [UInt32] = []
  /// Where the reference's letters stand in `alleles`; 0 where they are not known.
  public private(set) var references: [UInt32] = []
  /// Letters of the alleles; the first is empty.
  public let alleles: [String]

  public static let chromosomeCount = 25
  public static let x: UInt8 = 23
  public static let y: UInt8 = 24
  public static let mitochondrion: UInt8 = 25

  /// No sites, of these alleles.
  public init(alleles: [String]) {
    precondition(alleles.first == "", "the first allele stands for none")
    self.alleles = alleles
  }

  public var count: Int { positions.count }

  /// The chromosome of a site.
  public func chromosome(of site: Int) -> UInt8 {
    var (low, high) = (0, Self.chromosomeCount)
    while low + 1 < high {
      let middle = (low + high) / 2
      if chromosomeStarts[middle] <= site { low = middle } else { high = middle }
    }
    return UInt8(low + 1)
  }

  /// The first site of a chromosome that is not before a position.
  public func firstSite(chromosome: UInt8, position: Int32) -> Int {
    var (low, high) = (
      chromosomeStarts[Int(chromosome) - 1], chromosomeStarts[Int(chromosome)]
    )
    while low < high {
      let middle = (low + high) / 2
      if positions[middle] < position { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Appends sites of one chromosome, which come in order.
  public mutating func append(
    chromosome: UInt8, positions: [Int32], effects: [UInt32], others: [UInt32],
    references: [UInt32]
  ) {
    precondition(1...UInt8(Self.chromosomeCount) ~= chromosome)
    self.positions += positions
    self.effects += effects
    self.others += others
    self.references += references
    for later in Int(chromosome)...Self.chromosomeCount { chromosomeStarts[later] = count }
  }

  /// A chromosome's number by its name, with or without `chr`; nil for what is none of 1 to 22, X,
  /// Y, XY (which lies on X), M and MT.
  public static func chromosome(named name: some StringProtocol) -> UInt8? {
    let word = name.hasPrefix("chr") ? name.dropFirst(3) : name[...]
    switch word {
    case "X", "XY": return x
    case "Y": return y
    case "M", "MT": return mitochondrion
    default:
      guard let number = UInt8(word), 1...22 ~= number, word.first != "0", word.first != "+" else {
        return nil
      }
      return number
    }
  }

  /// A chromosome's name without `chr`.
  public static func name(ofChromosome number: UInt8) -> String {
    switch number {
    case x: "X"
    case y: "Y"
    case mitochondrion: "MT"
    default: String(number)
    }
  }
}
