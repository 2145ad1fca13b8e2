/// What the alleles of a site change in the reference, as a pileup can count it.
public enum SiteChange: Sendable, Hashable {
  /// Nothing is known but the place, as of a line of BED.
  case place
  /// One base into another; the alternate is nil where the list names none.
  case base(reference: UInt8, alternate: UInt8?)
  /// Bases inserted after the reference base, by their letters in upper case.
  case insertion(reference: UInt8, [UInt8])
  /// So many bases deleted after the reference base.
  case deletion(reference: UInt8, Int)
  /// Several bases at once, a symbol, a breakend: no single column of a pileup shows it.
  case other

  /// The reference base at the place, as `NucleotideCode` counts; `other` where it is not known.
  public var reference: UInt8 {
    switch self {
    case .base(let reference, _), .insertion(let reference, _), .deletion(let reference, _):
      reference
    case .place, .other: NucleotideCode.other
    }
  }

  /// The change from one allele to another and how many bases into the alleles it lies, after
  /// bases that both share are taken off their ends and then off their starts.
  ///
  /// Nothing is shifted along a repeat: an indel must stand where the aligner puts it.
  static func between(_ reference: String, _ alternate: String) -> (change: SiteChange, shift: Int)
  {
    if reference.isEmpty { return (.place, 0) }
    let first = letters(reference)
    if alternate.isEmpty || alternate == "." {
      return (.base(reference: NucleotideCode.code(of: first[0]), alternate: nil), 0)
    }
    let second = letters(alternate)
    guard (first + second).allSatisfy(isBase) else { return (.other, 0) }
    var (a, b) = (first[...], second[...])
    while a.count > 1, b.count > 1, a.last == b.last {
      a.removeLast()
      b.removeLast()
    }
    var shift = 0
    while a.count > 1, b.count > 1, a.first == b.first {
      a.removeFirst()
      b.removeFirst()
      shift += 1
    }
    return (change(Array(a), Array(b)), shift)
  }

  /// The change between two alleles of which nothing more can be taken off.
  private static func change(_ reference: [UInt8], _ alternate: [UInt8]) -> SiteChange {
    let base = NucleotideCode.code(of: reference[0])
    if reference.count == 1, alternate.count == 1 {
      return .base(reference: base, alternate: NucleotideCode.code(of: alternate[0]))
    }
    guard reference[0] == alternate[0] else { return .other }
    if reference.count == 1 { return .insertion(reference: base, Array(alternate.dropFirst())) }
    return alternate.count == 1 ? .deletion(reference: base, reference.count - 1) : .other
  }

  private static func letters(_ allele: String) -> [UInt8] { allele.utf8.map { $0 & 0xDF } }

  private static func isBase(_ letter: UInt8) -> Bool {
    letter == UInt8(ascii: "N") || NucleotideCode.code(of: letter) != NucleotideCode.other
  }
}
