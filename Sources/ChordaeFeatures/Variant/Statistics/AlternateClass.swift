internal import ChordaeCore

/// What an alternate allele does to the reference, as far as counts of genotypes tell it apart.
enum AlternateClass: Int, CaseIterable {
  case transition, transversion
  /// A single-nucleotide variant to a letter that is no base.
  case unnamedSubstitution
  /// It stands for the reference (`<*>`, `<NON_REF>`), or the record has none.
  case reference
  case insertion, deletion
  /// Symbols, breakends, spanned positions, changes of several bases.
  case other

  /// The class of a record's allele, as `bcftools stats` sorts it: by the first letters alone.
  init(_ batch: borrowing VariantBatch, _ record: Int, allele: Int) {
    let (first, end) = (batch.alleleStarts[record], batch.alleleStarts[record + 1])
    let kind = first + allele < end ? batch.alleles[first + allele].kind : []
    if kind.isEmpty {
      self = .reference
    } else if kind.contains(.snv) {
      self = Self.substitution(batch.alleles[first].base, batch.alleles[first + allele].base)
    } else if kind.contains(.indel) {
      self = batch.alleles[first + allele].length < 0 ? .deletion : .insertion
    } else {
      self = .other
    }
  }

  var isSubstitution: Bool {
    self == .transition || self == .transversion || self == .unnamedSubstitution
  }

  var isIndel: Bool { self == .insertion || self == .deletion }

  /// Whether genotypes with it count among homozygotes and heterozygotes: single-nucleotide variants,
  /// and records without an alternate of their own.
  var countsAsSubstitution: Bool { isSubstitution || self == .reference }

  private static func substitution(_ reference: UInt8, _ alternate: UInt8) -> AlternateClass {
    guard alternate != VariantBatch.otherBase else { return .unnamedSubstitution }
    // The numbers by which the peer compares: A 0, C 1, G 2, T 3, anything else -1.
    let number = reference == VariantBatch.otherBase ? -1 : Int(reference)
    return abs(number - Int(alternate)) == 2 ? .transition : .transversion
  }
}
