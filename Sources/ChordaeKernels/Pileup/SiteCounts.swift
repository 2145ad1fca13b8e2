/// What the reads over one position show, strand by strand.
public struct SiteCounts: Sendable, Equatable {
  /// Kinds of what a read can show at a position.
  @frozen
  public enum Kind: Int, Sendable, CaseIterable {
    case a, c, g, t
    /// A base that is none of the four.
    case other
    /// The read has the position deleted.
    case deletion
    /// The read skips the position, as over an intron.
    case skip
    /// Bases are inserted after the position; counted beside what stands at it.
    case insertionAfter
  }

  /// Counts a position has: two strands of each kind.
  static let width = 2 * Kind.allCases.count

  /// Forward and reverse strand of each kind in turn.
  private var values: SIMD16<UInt32>

  /// Nothing.
  public init() { values = .zero }

  init(_ counts: some RandomAccessCollection<UInt32>) {
    precondition(counts.count == Self.width)
    values = SIMD16(counts)
  }

  /// Reads of the forward strand.
  public func forward(_ kind: Kind) -> Int { Int(values[2 * kind.rawValue]) }

  /// Reads of the reverse strand.
  public func reverse(_ kind: Kind) -> Int { Int(values[2 * kind.rawValue + 1]) }

  /// Reads of both strands.
  public func count(_ kind: Kind) -> Int { forward(kind) + reverse(kind) }

  /// Reads that show a base, by its number in `NucleotideCode`; 0 for `other`.
  public func count(ofBase code: UInt8) -> Int {
    Kind.base(code).map { count($0) } ?? 0
  }

  /// Reads that show one of A, C, G and T.
  public var fourBases: Int { count(.a) + count(.c) + count(.g) + count(.t) }

  /// Reads that show a base, whichever: deletions and skips are none.
  public var depth: Int { fourBases + count(.other) }

  /// The sum of what two positions show.
  public static func + (a: SiteCounts, b: SiteCounts) -> SiteCounts {
    var sum = a
    for index in 0..<width { sum.values[index] += b.values[index] }
    return sum
  }
}

extension SiteCounts.Kind {
  /// The kind of a base, by its number in `NucleotideCode`; nil for `other`.
  public static func base(_ code: UInt8) -> SiteCounts.Kind? {
    code < 4 ? SiteCounts.Kind(rawValue: Int(code)) : nil
  }
}
