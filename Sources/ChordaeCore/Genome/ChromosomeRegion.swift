/// What of the genome a place belongs to, where that decides how many copies of it a person has.
public enum ChromosomeRegion: Sendable, Hashable {
  case autosome
  /// PAR1 and PAR2 of X.
  case pseudoautosomal
  /// X outside of them.
  case x
  /// X where the build, and with it the borders of PAR1 and PAR2, is not known.
  case xOfUnknownBuild
  /// All of Y: calls of what it shares with X stand on X.
  case y
  case mitochondrion
  /// A contig that is no chromosome by its name.
  case other

  /// Copies that a person of a sex has; nil where they cannot be told.
  ///
  /// A woman has none of Y. A mitochondrion has one, for all its copies are alike.
  public func copies(of sex: Sex?) -> Int? {
    switch (self, sex) {
    case (.autosome, _), (.pseudoautosomal, _): 2
    case (.x, .female), (.xOfUnknownBuild, .female): 2
    case (.x, .male), (.y, .male), (.mitochondrion, _): 1
    case (.y, .female): 0
    case (.x, nil), (.xOfUnknownBuild, _), (.y, nil), (.other, _): nil
    }
  }
}

/// The regions of a header's contigs by name, with or without `chr`, in the build that their lengths
/// tell.
public struct ChromosomeRegions: Sendable {
  /// The build; nil where the lengths are of none or of two.
  public let assembly: GenomeAssembly?
  private let kinds: [ChromosomeRegion]
  private let pseudoautosomal: [GenomicInterval]

  /// The regions of the contigs.
  public init(of contigs: [Contig]) {
    assembly = GenomeAssembly(contigs: contigs)
    pseudoautosomal = assembly.map { PseudoautosomalRegions(of: $0).x } ?? []
    let x: ChromosomeRegion = assembly == nil ? .xOfUnknownBuild : .x
    kinds = contigs.map { contig in
      if contig.isAutosome { return .autosome }
      return switch contig.name.hasPrefix("chr") ? contig.otherName : contig.name {
      case "X": x
      case "Y": .y
      case "MT", "M": .mitochondrion
      default: .other
      }
    }
  }

  /// Contigs that it knows.
  public var count: Int { kinds.count }

  /// The region of a 0-based position on a contig, by its index in the header.
  public func region(ofContig contig: Int, position: Int) -> ChromosomeRegion {
    guard kinds[contig] == .x else { return kinds[contig] }
    return pseudoautosomal.contains { $0.start <= position && position < $0.end }
      ? .pseudoautosomal : .x
  }
}
