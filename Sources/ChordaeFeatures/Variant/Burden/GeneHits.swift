/// What a sample's genotypes say of how many copies of a gene are lost: a few bits, merged without
/// loss.
struct GeneHits: OptionSet, Sendable, Hashable {
  let rawValue: UInt8

  /// Both copies at one record: homozygous, or two alternates that each lose the function.
  static let both = GeneHits(rawValue: 1)
  /// The only copy of a haploid genotype.
  static let only = GeneHits(rawValue: 2)
  /// One copy, phased to the first haplotype of a phase set.
  static let first = GeneHits(rawValue: 4)
  /// One copy, phased to its second haplotype.
  static let second = GeneHits(rawValue: 8)
  /// One copy that no phase tells from the other.
  static let unphased = GeneHits(rawValue: 16)
  /// Unphased at two records or more.
  static let unphasedTwice = GeneHits(rawValue: 32)
  /// The same haplotype at two records or more.
  static let sameTwice = GeneHits(rawValue: 64)
  /// An allele is missing at a record of such an alternate.
  static let missing = GeneHits(rawValue: 128)

  /// What is of one phase set.
  static let phases: GeneHits = [.first, .second, .sameTwice]
  /// Whether two copies are lost within a phase set.
  var losesBoth: Bool { contains(.both) || isSuperset(of: [.first, .second]) }

  /// Adds what another record, or the part that follows, says.
  mutating func merge(_ next: GeneHits) {
    let again = intersection(next)
    formUnion(next)
    if again.contains(.unphased) { insert(.unphasedTwice) }
    if !again.isDisjoint(with: [.first, .second]) { insert(.sameTwice) }
  }

  /// Whether two copies are lost, and how far phases say so.
  var verdict: Verdict {
    if losesBoth { return .phased }
    let isPhased = !isDisjoint(with: [.first, .second])
    if contains(.unphasedTwice) || (contains(.unphased) && (isPhased || contains(.only))) {
      return .unphased
    }
    if contains(.only) { return .hemizygous }
    if contains(.missing) { return .unknown }
    if contains(.sameTwice) { return .cis }
    return isPhased || contains(.unphased) ? .one : .none
  }

  /// The code of the table.
  enum Verdict: String, CaseIterable, Sendable {
    case none, one, cis, phased, unphased, hemizygous, unknown
  }
}
