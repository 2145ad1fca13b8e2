/// How far right of its place an indel may be written, and the reference's letters up to there.
///
/// All that is needed to move a call set's indel, whichever unit of the repeat it names, to the place
/// of the wanted one (Tan et al., Bioinformatics 2015;31:2202).
struct RepeatReach: Sendable {
  /// The 0-based place of the left-aligned alleles.
  let start: Int
  /// The reference from `start` on, in upper case.
  private let letters: [UInt8]

  /// The last place at which the same change may be written: with the letter behind the repeat.
  var end: Int { start + letters.count }

  /// Letters that are kept at most of one repeat.
  private static let limit = 10_000

  /// The reach of two left-aligned alleles; nil where they are no indel of the reference.
  ///
  /// One allele is a letter, the other this letter and the bases that are more. `base` gives the
  /// reference's letter at a 0-based position, nil where it is not known.
  init?(at start: Int, _ first: [UInt8], _ second: [UInt8], base: (Int) -> UInt8?) {
    let (short, long) = first.count < second.count ? (first, second) : (second, first)
    guard short.count == 1, long.count > 1, long[0] == short[0],
      base(start).map(AlleleTrimming.upper) == short[0]
    else { return nil }
    var letters = short
    // As an insertion it moves on while the reference goes on with its bases; as a deletion less far.
    while letters.count < Self.limit, let next = base(start + letters.count),
      AlleleTrimming.upper(next) == long[1 + (letters.count - 1) % (long.count - 1)]
    {
      letters.append(AlleleTrimming.upper(next))
    }
    self.start = start
    self.letters = letters
  }

  /// The reference's letter at a position; nil outside the repeat.
  func base(_ position: Int) -> UInt8? {
    letters.indices.contains(position - start) ? letters[position - start] : nil
  }
}
