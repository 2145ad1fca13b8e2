internal import ChordaeCore

/// What an alternate allele does to the reference, sorted as htslib 1.16 sorts it.
struct AlleleChange: Equatable {
  let kind: AlleleKind
  /// Bases of the change, negative for a deletion; 0 for symbols and breakends.
  let length: Int32

  /// No change: the reference itself, or an allele that stands for it.
  static let none = AlleleChange(kind: [], length: 0)

  private static let anyAllele = Array("<NON_REF>".utf8)

  /// A change of a known kind.
  private init(kind: AlleleKind, length: Int) {
    self.kind = kind
    self.length = Int32(truncatingIfNeeded: length)
  }

  /// Compares two alleles, neither of them empty, by their letters in a text.
  @inline(__always)
  init(_ text: RowText, reference: Range<Int>, alternate: Range<Int>) {
    if reference.count == 1 && alternate.count == 1 {
      self = Self.letter(text[reference.lowerBound], text[alternate.lowerBound])
    } else {
      self = Self.word(text, reference, alternate)
    }
  }

  /// One letter for another; case counts, as it does not where alleles are longer.
  private static func letter(_ reference: UInt8, _ alternate: UInt8) -> AlleleChange {
    switch alternate {
    case UInt8(ascii: "*"): AlleleChange(kind: .spanned, length: 0)
    // An X is what an earlier pileup caller wrote for any other base.
    case reference, UInt8(ascii: "."), UInt8(ascii: "X"): none
    default: AlleleChange(kind: .snv, length: 1)
    }
  }

  private static func word(
    _ text: RowText, _ reference: Range<Int>, _ alternate: Range<Int>
  ) -> AlleleChange {
    switch text[alternate.lowerBound] {
    case UInt8(ascii: "*") where alternate.count == 1:
      return AlleleChange(kind: .spanned, length: 0)
    case UInt8(ascii: "<"): return symbol(text, alternate)
    case UInt8(ascii: "["), UInt8(ascii: "]"): return AlleleChange(kind: .breakend, length: 0)
    default: break
    }
    let shared = prefix(text, reference, alternate)
    let growth = alternate.count - reference.count
    if shared == reference.count {
      guard shared < alternate.count else { return none }
      let next = text[alternate.lowerBound + shared]
      if next == UInt8(ascii: "[") || next == UInt8(ascii: "]") {
        return AlleleChange(kind: .breakend, length: 0)
      }
      return AlleleChange(kind: [.indel, .insertion], length: growth)
    }
    if shared == alternate.count {
      return AlleleChange(kind: [.indel, .deletion], length: growth)
    }
    return middle(
      text, reference.lowerBound + shared..<reference.upperBound,
      alternate.lowerBound + shared..<alternate.upperBound)
  }

  /// `<*>`, `<X>` and `<NON_REF>` stand for any other allele, all other symbols for themselves.
  private static func symbol(_ text: RowText, _ allele: Range<Int>) -> AlleleChange {
    let start = allele.lowerBound
    let isAny =
      allele.count >= 3 && text[start + 2] == UInt8(ascii: ">")
      && (text[start + 1] == UInt8(ascii: "*") || text[start + 1] == UInt8(ascii: "X"))
    if isAny || text.equals(allele, anyAllele) { return none }
    return AlleleChange(kind: .other, length: 0)
  }

  /// What is left of both alleles without their common beginning: each has a letter or more, and
  /// the first ones differ.
  private static func middle(
    _ text: RowText, _ reference: Range<Int>, _ alternate: Range<Int>
  ) -> AlleleChange {
    var (last, otherLast) = (reference.upperBound - 1, alternate.upperBound - 1)
    while last > reference.lowerBound, otherLast > alternate.lowerBound,
      upper(text[last]) == upper(text[otherLast])
    {
      last -= 1
      otherLast -= 1
    }
    let lost = last - reference.lowerBound
    let gained = otherLast - alternate.lowerBound
    let isSame = upper(text[last]) == upper(text[otherLast])
    switch (lost, gained) {
    case (0, 0): return AlleleChange(kind: .snv, length: 1)
    case (_, 0):
      return AlleleChange(kind: isSame ? [.indel, .deletion] : .other, length: -lost)
    case (0, _):
      return AlleleChange(kind: isSame ? [.indel, .insertion] : .other, length: gained)
    default:
      return AlleleChange(
        kind: lost == gained ? .mnv : .other, length: lost > gained ? -lost - 1 : gained + 1)
    }
  }

  private static func prefix(
    _ text: RowText, _ first: Range<Int>, _ second: Range<Int>
  ) -> Int {
    let limit = min(first.count, second.count)
    var count = 0
    while count < limit,
      upper(text[first.lowerBound + count]) == upper(text[second.lowerBound + count])
    {
      count += 1
    }
    return count
  }

  @inline(__always)
  private static func upper(_ letter: UInt8) -> UInt8 {
    (97...122).contains(letter) ? letter - 32 : letter
  }
}
