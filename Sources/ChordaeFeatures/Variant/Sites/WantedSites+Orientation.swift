extension WantedSites {
  /// Which of two alleles the reference has, by its letters where they stand; an empty other allele is
  /// not known.
  static func orientation(
    effect: Span<UInt8>, other: Span<UInt8>, reference: Span<UInt8>
  ) -> Orientation {
    if equal(effect, reference) { return .effect }
    if !other.isEmpty, equal(other, reference) { return .other }
    if complementary(effect, reference) { return .effectFlip }
    if other.isEmpty { return .other }
    return complementary(other, reference) ? .otherFlip : .neither
  }

  /// As above, of alleles of one letter each, in upper case.
  static func orientation(_ effect: UInt8, _ other: UInt8, reference: UInt8) -> Orientation {
    if effect == reference { return .effect }
    if other == reference { return .other }
    // A letter that is no base has no complement.
    if AlleleTrimming.complement(effect) == reference { return .effectFlip }
    return AlleleTrimming.complement(other) == reference ? .otherFlip : .neither
  }

  /// Whether two alleles have the same letters, whatever their case.
  static func equal(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
    guard first.count == second.count else { return false }
    for index in first.indices
    where AlleleTrimming.upper(first[index]) != AlleleTrimming.upper(second[index]) {
      return false
    }
    return true
  }

  /// Whether one allele is the other's complement, base for base and in the same direction, as the
  /// PGS Catalog's calculator takes it.
  static func complementary(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
    guard first.count == second.count, !first.isEmpty else { return false }
    for index in first.indices
    where AlleleTrimming.complement(first[index]) != AlleleTrimming.upper(second[index]) {
      return false
    }
    return true
  }

  /// Whether an allele is written in letters alone.
  static func isLetters(_ allele: Span<UInt8>) -> Bool {
    for index in allele.indices where !AlleleTrimming.isLetter(allele[index]) { return false }
    return !allele.isEmpty
  }
}
