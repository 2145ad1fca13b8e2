import CHTSlib
internal import ChordaeCore

/// What the header declares of INFO tags, looked up by their text without htslib after the first time.
struct DeclaredTags {
  /// A tag that a row names.
  struct Tag {
    fileprivate let key: UInt64
    fileprivate let length: Int
    /// The type of its values (`BCF_HT_…`).
    let type: Int32
    /// Its place among the wanted tags; -1 where it is not wanted.
    let wanted: Int
    let isEnd: Bool
  }

  private let wanted: [[UInt8]]
  /// Tags by the low bits of their keys; a place is taken by the last one that was looked up.
  private var slots: [Tag?]

  private static let slotCount = 256

  /// Tags before the first lookup.
  init(wanted: [String]) {
    self.wanted = wanted.map { Array($0.utf8) }
    slots = Array(repeating: nil, count: Self.slotCount)
  }

  /// The tag of a range of the text; nil where the header does not declare it.
  @inline(__always)
  mutating func tag(_ text: RowText, _ range: Range<Int>, _ file: borrowing VariantFile) -> Tag? {
    let key = Self.key(text, range)
    let slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 56)
    if let tag = slots[slot], tag.key == key, tag.length == range.count { return tag }
    return look(up: key, text, range, slot, file)
  }

  private mutating func look(
    up key: UInt64, _ text: RowText, _ range: Range<Int>, _ slot: Int,
    _ file: borrowing VariantFile
  ) -> Tag? {
    let name = unsafe Array(text.bytes(range))
    let type = file.valueType(BCF_HL_INFO, String(decoding: name, as: UTF8.self))
    guard type >= 0 else { return nil }
    let tag = Tag(
      key: key, length: range.count, type: type, wanted: wanted.firstIndex(of: name) ?? -1,
      isEnd: name.elementsEqual("END".utf8))
    slots[slot] = tag
    return tag
  }

  /// The letters of a tag of up to eight; of a longer one a number that follows from all of them.
  @inline(__always)
  private static func key(_ text: RowText, _ range: Range<Int>) -> UInt64 {
    let word = text.word(at: range.lowerBound)
    if range.count < 8 { return word & (1 << UInt64(8 * range.count) - 1) }
    var key = word
    for place in (range.lowerBound + 8)..<max(range.upperBound, range.lowerBound + 8) {
      key = (key ^ UInt64(text[place])) &* 0x100_0000_01B3
      key ^= key >> 29
    }
    return key
  }
}
