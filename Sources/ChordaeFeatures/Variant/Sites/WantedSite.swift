/// A site of a list whose alleles are looked up in call sets: a row of a score, a loading, a
/// pharmacogenomic position.
public struct WantedSite: Sendable, Hashable {
  /// 1 to 22, 23 X, 24 Y, 25 the mitochondrion.
  public let chromosome: UInt8
  /// 0-based start of the alleles.
  public let position: Int
  /// The allele whose copies are counted, as letters.
  public let effect: String
  /// The site's other allele; nil where the list names none.
  public let other: String?
  /// The reference's letters where the alleles stand (REF); nil where the list does not say.
  public let reference: String?

  /// A site.
  public init(
    chromosome: UInt8, position: Int, effect: String, other: String? = nil,
    reference: String? = nil
  ) {
    self.chromosome = chromosome
    self.position = position
    self.effect = effect
    self.other = other
    self.reference = reference
  }

  /// The numbers of X, Y and the mitochondrion.
  public static let x: UInt8 = 23
  public static let y: UInt8 = 24
  public static let mitochondrion: UInt8 = 25

  /// The number of a chromosome's name, with or without `chr`; nil for any other contig.
  public static func chromosome(named name: String) -> UInt8? {
    switch name.hasPrefix("chr") ? name.dropFirst(3) : name[...] {
    case "X": x
    case "Y": y
    case "M", "MT": mitochondrion
    default: ChromosomeNumbers.number(of: name).map { UInt8($0) }
    }
  }
}
