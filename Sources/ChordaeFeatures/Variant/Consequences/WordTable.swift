/// Words by their bytes, numbered from 0 in the order in which they came.
///
/// A word is looked up in place, without a copy of the text that it stands in.
struct WordTable: Sendable {
  private var letters: [UInt8] = []
  private var ends: [Int] = []
  /// Numbers of words by their hash, -1 where there is none; a power of two of them.
  private var slots = [Int32](repeating: -1, count: 16)

  var count: Int { ends.count }

  /// A table without words.
  init() {}

  /// A table of some words; one that came before keeps its number.
  init(_ words: some Sequence<String>) {
    for word in words { _ = insert(Array(word.utf8).span) }
  }

  /// The number of a word; nil where it is not in the table.
  func number(of word: Span<UInt8>) -> Int? {
    let place = slot(of: word)
    return slots[place] < 0 ? nil : Int(slots[place])
  }

  /// The number of a word that is put into the table where it is not there yet.
  mutating func insert(_ word: Span<UInt8>) -> Int {
    let place = slot(of: word)
    guard slots[place] < 0 else { return Int(slots[place]) }
    for index in word.indices { letters.append(word[index]) }
    ends.append(letters.count)
    slots[place] = Int32(count - 1)
    if count * 2 > slots.count { grow() }
    return count - 1
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for number in 0..<count {
      let place = slot(ofNumber: number)
      slots[place] = Int32(number)
    }
  }

  private func slot(ofNumber number: Int) -> Int {
    slot(of: letters.span.extracting(range(of: number)))
  }

  private func range(of number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }

  /// Where a word stands, or would.
  private func slot(of word: Span<UInt8>) -> Int {
    var place = Int(truncatingIfNeeded: Self.hash(word)) & (slots.count - 1)
    while slots[place] >= 0, !isWord(Int(slots[place]), word) {
      place = (place + 1) & (slots.count - 1)
    }
    return place
  }

  private func isWord(_ number: Int, _ word: Span<UInt8>) -> Bool {
    letters.span.extracting(range(of: number)).holdsSame(as: word)
  }

  /// FNV-1a, its high bits folded into the low ones that choose the slot.
  private static func hash(_ word: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in word.indices { hash = (hash ^ UInt64(word[index])) &* 0x0000_0100_0000_01B3 }
    return hash ^ hash >> 32
  }
}

extension Span<UInt8> {
  /// Whether both hold the same bytes.
  func holdsSame(as other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for index in indices where self[index] != other[index] { return false }
    return true
  }

  /// Whether both hold the same letters, in upper or lower case.
  func holdsSameLetters(as other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for index in indices where self[index].lowerCase != other[index].lowerCase { return false }
    return true
  }

  /// Whether it holds the text's bytes.
  func holds(_ text: String) -> Bool {
    var index = 0
    for byte in text.utf8 {
      guard index < count, self[index] == byte else { return false }
      index += 1
    }
    return index == count
  }

  /// Whether it holds the letters of a text in lower case, in upper or lower case.
  func holdsLetters(_ text: String) -> Bool {
    var index = 0
    for byte in text.utf8 {
      guard index < count, self[index].lowerCase == byte else { return false }
      index += 1
    }
    return index == count
  }

  /// The bytes as text.
  var string: String { String(decoding: indices.map { self[$0] }, as: UTF8.self) }
}

extension UInt8 {
  /// The lower case of a letter; any other byte as it is.
  var lowerCase: UInt8 { (65...90).contains(self) ? self | 32 : self }
}
