/// The name of a document's root, from its first bytes: what tells one XML format from another.
enum XMLOpening {
  /// The root's name without prefix; nil where the bytes are no XML, or end before the root.
  static func rootName(of opening: [UInt8]) -> String? {
    var rest = ascii(opening)[...]
    while true {
      rest = rest.drop { $0.isXMLSpace }
      guard rest.first == UInt8(ascii: "<") else { return nil }
      if rest.starts(with: "<?".utf8) {
        guard skip(&rest, past: "?>") else { return nil }
      } else if rest.starts(with: "<!--".utf8) {
        guard skip(&rest, past: "-->") else { return nil }
      } else if rest.starts(with: "<!".utf8) {
        guard skipDeclaration(&rest) else { return nil }
      } else {
        let tag = rest.dropFirst().prefix { !$0.isXMLSpace && $0 != 0x3E && $0 != 0x2F }
        guard !tag.isEmpty, tag.endIndex < rest.endIndex else { return nil }
        let local = tag.split(separator: UInt8(ascii: ":")).last ?? tag
        return String(decoding: local, as: UTF8.self)
      }
    }
  }

  /// Without the mark of UTF-8; of UTF-16 the bytes that are not zero, as markup is ASCII.
  private static func ascii(_ bytes: [UInt8]) -> [UInt8] {
    let unmarked = ByteOrderMark.skipped(in: bytes[...])
    if unmarked.count < bytes.count { return Array(unmarked) }
    let isMarked = bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE])
    let isWide = bytes.starts(with: [0x3C, 0]) || bytes.starts(with: [0, 0x3C])
    guard isMarked || isWide else { return bytes }
    return bytes.dropFirst(isMarked ? 2 : 0).filter { $0 != 0 }
  }

  /// A DOCTYPE, to its end outside of brackets and quotes.
  private static func skipDeclaration(_ rest: inout ArraySlice<UInt8>) -> Bool {
    var depth = 0
    var quote: UInt8?
    for index in rest.indices {
      let byte = rest[index]
      if let open = quote {
        if byte == open { quote = nil }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ">") where depth <= 0:
        rest = rest[(index + 1)...]
        return true
      default: break
      }
    }
    return false
  }

  private static func skip(_ rest: inout ArraySlice<UInt8>, past end: String) -> Bool {
    let end = Array(end.utf8)
    var index = rest.startIndex
    while index + end.count <= rest.endIndex {
      if rest[index..<index + end.count].elementsEqual(end) {
        rest = rest[(index + end.count)...]
        return true
      }
      index += 1
    }
    return false
  }
}
