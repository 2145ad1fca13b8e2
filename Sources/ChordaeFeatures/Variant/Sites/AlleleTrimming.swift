/// Takes off what two alleles share, as variants are made parsimonious (Tan et al., Bioinformatics
/// 2015;31:2202): equal last letters first, then equal first letters, one letter of each kept.
///
/// Trimming alone makes equal the forms in which one file may write a variant. An indel of a repeat
/// may also stand at another of its units: `leftAligned` moves it, which needs the reference's
/// letters before it. Letters are compared as upper case.
enum AlleleTrimming {
  /// How many letters may be taken off the start and the end of both.
  static func shared(
    _ first: Span<UInt8>, _ second: Span<UInt8>
  ) -> (prefix: Int, suffix: Int) {
    let length = min(first.count, second.count)
    var suffix = 0
    while length - suffix > 1,
      upper(first[first.count - 1 - suffix]) == upper(second[second.count - 1 - suffix])
    {
      suffix += 1
    }
    var prefix = 0
    while length - suffix - prefix > 1, upper(first[prefix]) == upper(second[prefix]) {
      prefix += 1
    }
    return (prefix, suffix)
  }

  /// The variant, parsimonious and as far left as the reference's letters before it are known.
  ///
  /// `base` gives the reference's letter at a 0-based position; nil, where it is not known, ends the
  /// shifting.
  static func leftAligned(
    at position: Int, _ first: [UInt8], _ second: [UInt8], base: (Int) -> UInt8?
  ) -> (position: Int, first: [UInt8], second: [UInt8]) {
    var (position, a, b) = (position, first.map(upper), second.map(upper))
    guard a != b, (a + b).allSatisfy(isLetter), !a.isEmpty, !b.isEmpty else {
      return (position, a, b)
    }
    while a.last == b.last {
      if min(a.count, b.count) == 1 {
        guard position > 0, let letter = base(position - 1) else { break }
        a.insert(upper(letter), at: 0)
        b.insert(upper(letter), at: 0)
        position -= 1
      }
      a.removeLast()
      b.removeLast()
    }
    while min(a.count, b.count) > 1, a.first == b.first {
      a.removeFirst()
      b.removeFirst()
      position += 1
    }
    return (position, a, b)
  }

  /// A letter in upper case.
  static func upper(_ letter: UInt8) -> UInt8 {
    letter >= 97 && letter <= 122 ? letter & 0xDF : letter
  }

  /// Whether it is a letter, and not a part of a symbol such as `<DEL>`.
  static func isLetter(_ letter: UInt8) -> Bool { (65...90).contains(upper(letter)) }

  /// The complement of A, C, G or T, whatever its case, in upper case; 0 for anything else.
  static func complement(_ letter: UInt8) -> UInt8 {
    switch upper(letter) {
    case 65: 84
    case 67: 71
    case 71: 67
    case 84: 65
    default: 0
    }
  }
}
