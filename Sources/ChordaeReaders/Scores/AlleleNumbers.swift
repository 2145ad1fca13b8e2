/// Numbers of allele texts, in the order in which they were first seen.
///
/// One base has a fixed number; memory grows with the longer alleles that differ from each other.
package struct AlleleNumbers: Sendable {
  /// The letters of each number; the first is empty.
  package private(set) var texts = ["", "A", "C", "G", "T"]
  private var numbers: [String: UInt32] = [:]

  /// The numbers of no allele but the four bases.
  package init() {}

  /// The number of an allele whose letters are A, C, G and T; nil where they are not, or none.
  package mutating func number(of letters: Span<UInt8>) -> UInt32? {
    if letters.count == 1 { return Self.number(ofBase: letters[0]) }
    var text = ""
    for place in letters.indices {
      guard let number = Self.number(ofBase: letters[place]) else { return nil }
      text += texts[Int(number)]
    }
    guard !text.isEmpty else { return nil }
    if let number = numbers[text] { return number }
    let number = UInt32(texts.count)
    numbers[text] = number
    texts.append(text)
    return number
  }

  private static func number(ofBase letter: UInt8) -> UInt32? {
    switch letter | 0x20 {
    case UInt8(ascii: "a"): 1
    case UInt8(ascii: "c"): 2
    case UInt8(ascii: "g"): 3
    case UInt8(ascii: "t"): 4
    default: nil
    }
  }
}
