extension JSONValue {
  /// The text on one line, keys in their order, no blanks: the canonical form that digests use.
  public var line: String { String(decoding: lineBytes, as: UTF8.self) }

  /// The same as UTF-8: a dictionary is megabytes of text, and nobody asks for it as letters.
  public var lineBytes: [UInt8] {
    var text: [UInt8] = []
    write(to: &text, indent: nil)
    return text
  }

  /// The text with two spaces of indentation and a line end.
  public var pretty: String { String(decoding: prettyBytes, as: UTF8.self) }

  /// The same as UTF-8.
  public var prettyBytes: [UInt8] {
    var text: [UInt8] = []
    write(to: &text, indent: 0)
    text.append(Self.lineEnd)
    return text
  }

  private static let lineEnd = UInt8(ascii: "\n")
  private static let quotationMark = UInt8(ascii: "\"")

  /// Bytes, not letters: a dictionary is megabytes of text, which every run writes.
  private func write(to text: inout [UInt8], indent: Int?) {
    switch self {
    case .null: text += "null".utf8
    case .bool(let flag): text += (flag ? "true" : "false").utf8
    case .integer(let value): text += String(value).utf8
    case .number(let value): text += (value.isFinite ? "\(value)" : "null").utf8
    case .string(let string): Self.quote(string, to: &text)
    case .array(let elements):
      Self.enclose("[", "]", elements, to: &text, indent: indent) { $0.write(to: &$1, indent: $2) }
    case .object(let members):
      Self.enclose("{", "}", members, to: &text, indent: indent) { member, text, indent in
        Self.quote(member.key, to: &text)
        text.append(UInt8(ascii: ":"))
        if indent != nil { text.append(UInt8(ascii: " ")) }
        member.value.write(to: &text, indent: indent)
      }
    }
  }

  private static func enclose<Element>(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ elements: [Element], to text: inout [UInt8],
    indent: Int?, _ write: (Element, inout [UInt8], Int?) -> Void
  ) {
    text.append(UInt8(ascii: open))
    let inner = indent.map { $0 + 2 }
    for (index, element) in elements.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      breakLine(&text, inner)
      write(element, &text, inner)
    }
    if !elements.isEmpty { breakLine(&text, indent) }
    text.append(UInt8(ascii: close))
  }

  private static func breakLine(_ text: inout [UInt8], _ indent: Int?) {
    guard let indent else { return }
    text.append(lineEnd)
    for _ in 0..<indent { text.append(UInt8(ascii: " ")) }
  }

  /// Nearly no text of a dictionary has anything to escape, and a dictionary is thousands of texts.
  private static func quote(_ string: String, to text: inout [UInt8]) {
    text.append(quotationMark)
    let start = text.count
    text += string.utf8
    if mustEscape(text.span.extracting(start..<text.count)) {
      text.removeLast(text.count - start)
      escape(string, to: &text)
    }
    text.append(quotationMark)
  }

  /// Whether there is a control character, a quotation mark or a backslash; looks at eight bytes in one
  /// step.
  private static func mustEscape(_ bytes: Span<UInt8>) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let all = unsafe bytes.bytes
    var (found, place): (UInt64, Int) = (0, 0)
    while place + 8 <= bytes.count {
      // Within the bytes, as the condition says.
      let word = unsafe all.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
      // A byte's highest bit: it is below 32, or zero once the sought letter is taken off bit by bit.
      let (quoted, slashed) = (word ^ ones &* 0x22, word ^ ones &* 0x5C)
      found |=
        (word &- ones &* 0x20) & ~word | (quoted &- ones) & ~quoted | (slashed &- ones) & ~slashed
      place += 8
    }
    if found & ones << 7 != 0 { return true }
    while place < bytes.count {
      let byte = bytes[place]
      if byte < 0x20 || byte == quotationMark || byte == 0x5C { return true }
      place += 1
    }
    return false
  }

  private static func escape(_ string: String, to text: inout [UInt8]) {
    for byte in string.utf8 {
      switch byte {
      case quotationMark: text += "\\\"".utf8
      case 0x5C: text += "\\\\".utf8
      case lineEnd: text += "\\n".utf8
      case 0x0D: text += "\\r".utf8
      case 0x09: text += "\\t".utf8
      case ..<0x20:
        let digits = String(byte, radix: 16)
        text += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
      default: text.append(byte)
      }
    }
  }
}
