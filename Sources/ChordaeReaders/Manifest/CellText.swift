// Bytes of UTF-8 as a manifest's cells hold them.
extension Span<UInt8> {
  /// The place of the first such byte; nil where there is none.
  func firstPlace(of byte: UInt8, from start: Int = 0) -> Int? {
    for place in start..<count where self[place] == byte { return place }
    return nil
  }

  /// Whether there is such a byte.
  func contains(_ byte: UInt8) -> Bool { firstPlace(of: byte) != nil }

  /// The place of the bytes without the blanks before and behind them.
  var trimmedPlace: Range<Int> {
    var (start, end) = (0, count)
    while start < end, self[start] == 0x20 || self[start] == 0x09 { start += 1 }
    while end > start, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
    return start..<end
  }

  /// Whether the bytes end with a text, whose letters are lower-case; case does not count.
  func hasSuffix(_ text: StaticString) -> Bool {
    guard count >= text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { suffix in
      let start = count - suffix.count
      for place in suffix.indices where unsafe self[start + place].lowercased != suffix[place] {
        return false
      }
      return true
    }
  }

  /// Whether this is the path of a recording in a format that says neither rate nor unit.
  var isBareRecording: Bool {
    hasSuffix(".csv") || hasSuffix(".npy") || hasSuffix(".tsv") || hasSuffix(".txt")
      || hasSuffix(".npz") || hasSuffix(".csv.gz") || hasSuffix(".tsv.gz") || hasSuffix(".txt.gz")
  }

  /// The text without the blanks before and behind it.
  var trimmedText: String { extracting(trimmedPlace).text }

  /// The pieces of a list, without the blanks around them.
  var pieces: [String] {
    var (pieces, start): ([String], Int) = ([], 0)
    while start <= count {
      let end = firstPlace(of: UInt8(ascii: ";"), from: start) ?? count
      pieces.append(extracting(start..<end).trimmedText)
      start = end + 1
    }
    return pieces
  }

  /// The bytes as an array of their own.
  var byteArray: [UInt8] { unsafe withUnsafeBufferPointer { unsafe Array($0) } }

  /// The bytes as a text: they are UTF-8, since a line that is none is refused.
  var text: String {
    unsafe withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}

extension UInt8 {
  /// The small letter of a capital of ASCII; every other byte as it is.
  var lowercased: UInt8 { 0x41...0x5A ~= self ? self | 0x20 : self }

  /// Whether this is a letter of ASCII.
  var isLetter: Bool { 0x61...0x7A ~= self | 0x20 }
}
