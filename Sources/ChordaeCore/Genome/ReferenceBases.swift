/// Bases of a reference at some positions of an alignment's contigs.
public struct ReferenceBases: Sendable, Equatable {
  public let positions: SitePositions
  /// The base of each position, as `NucleotideCode` counts; `other` where it is none of the four.
  private let codes: [UInt8]

  /// Bases by their letters, one a position.
  public init(_ positions: SitePositions, letters: [UInt8]) {
    precondition(letters.count == positions.count, "a letter a position")
    self.positions = positions
    codes = letters.map { NucleotideCode.code(of: $0) }
  }

  /// The base at a position; `other` where it is none of the four or was not asked for.
  public func code(contig: Int, position: Int) -> UInt8 {
    positions.index(of: SitePositions.key(contig: contig, position: position)).map { codes[$0] }
      ?? NucleotideCode.other
  }

  /// The bases at some positions; `other` for one that was not asked for.
  public func codes(at wanted: SitePositions) -> [UInt8] {
    if wanted == positions { return codes }
    return wanted.keys.dropLast().map { key in
      positions.index(of: key).map { codes[$0] } ?? NucleotideCode.other
    }
  }
}
