/// What ClinVar says of an allele, as far as the burden counts it.
enum ClinicalSignificance: Int, Sendable, Comparable {
  /// Not said, or neither of the others, or submissions that contradict each other.
  case other
  /// Likely pathogenic, and by nobody pathogenic.
  case likelyPathogenic
  case pathogenic

  /// The more significant one comes last.
  static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

  /// Reads a value of CLNSIG, or of the field that VEP makes of it.
  ///
  /// Several classes stand apart by `|`, `/`, `,` or `&`. Numbers are those of ClinVar's files up to
  /// 2017. A value that also says benign, uncertain or conflicting is none.
  init(_ text: Span<UInt8>) {
    var most = Self.other
    var start = 0
    for end in 0...text.count where end == text.count || Self.isSeparator(text[end]) {
      let word = text.extracting(start..<end)
      start = end + 1
      guard !Self.speaksAgainst(word) else {
        self = .other
        return
      }
      if word.holdsLetters("pathogenic") || word.holds("5") { most = .pathogenic }
      if word.holdsLetters("likely_pathogenic") || word.holds("4") {
        most = max(most, .likelyPathogenic)
      }
    }
    self = most
  }

  /// That of one alternate, by its number from 1, where the value belongs to the whole record; nil
  /// where it may be that of another alternate.
  ///
  /// With as many values as alternates each has its own, else the value is that of an only alternate.
  init?(_ text: Span<UInt8>, ofAlternate alternate: Int, of count: Int) {
    guard count > 1 else {
      self.init(text)
      return
    }
    let commas = text.indices.filter { text[$0] == UInt8(ascii: ",") }
    let ends = commas + [text.count]
    let isContinued = commas.contains { $0 + 1 < text.count && text[$0 + 1] == UInt8(ascii: "_") }
    guard ends.count == count, !isContinued else { return nil }
    let start = alternate == 1 ? 0 : ends[alternate - 2] + 1
    self.init(text.extracting(start..<ends[alternate - 1]))
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "|") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ",")
      || byte == UInt8(ascii: "&")
  }

  private static func speaksAgainst(_ word: Span<UInt8>) -> Bool {
    word.holdsLetters("benign") || word.holdsLetters("likely_benign")
      || word.holdsLetters("uncertain_significance")
      || (word.count >= 11 && word.extracting(0..<11).holdsLetters("conflicting"))
      || word.holds("0") || word.holds("2") || word.holds("3")
  }
}
