/// Reads one JSON text (RFC 8259) from bytes.
public struct JSONParser {
  private let bytes: [UInt8]
  private var place = 0
  private var depth = 0

  /// What is wrong and at which byte.
  public struct Fault: Error, Equatable {
    public let byte: Int
    public let detail: String
  }

  /// The value of a whole text; anything after it but white space is a fault.
  public static func parse(_ bytes: [UInt8]) throws(Fault) -> JSONValue {
    var parser = JSONParser(bytes: bytes)
    let value = try parser.value()
    parser.skipSpace()
    guard parser.place == bytes.count else { throw parser.fault("text after the value") }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func value() throws(Fault) -> JSONValue {
    skipSpace()
    guard depth < 64 else { throw fault("nested too deeply") }
    switch peek {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func object() throws(Fault) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = []
    try list(until: UInt8(ascii: "}")) { (parser: inout JSONParser) throws(Fault) in
      parser.skipSpace()
      guard parser.peek == UInt8(ascii: "\"") else { throw parser.fault("a key was expected") }
      let key = try parser.string()
      parser.skipSpace()
      guard parser.take(UInt8(ascii: ":")) else { throw parser.fault("':' was expected") }
      members.append((key, try parser.value()))
    }
    return .object(members)
  }

  private mutating func array() throws(Fault) -> JSONValue {
    var elements: [JSONValue] = []
    try list(until: UInt8(ascii: "]")) { (parser: inout JSONParser) throws(Fault) in
      elements.append(try parser.value())
    }
    return .array(elements)
  }

  private mutating func list(
    until close: UInt8, _ element: (inout JSONParser) throws(Fault) -> Void
  ) throws(Fault) {
    place += 1
    depth += 1
    defer { depth -= 1 }
    skipSpace()
    if take(close) { return }
    repeat {
      try element(&self)
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(close) else { throw fault("',' or the end of a list was expected") }
  }

  private mutating func string() throws(Fault) -> String {
    place += 1
    var text = takePlainText()
    while let byte = peek, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw fault("a control character in a string") }
      place += 1
      text.append(contentsOf: try escape())
      text.append(contentsOf: takePlainText())
    }
    guard take(UInt8(ascii: "\"")) else { throw fault("a string without its end") }
    // Most texts are ASCII, which needs no validation.
    if text.allSatisfy({ $0 < 0x80 }) { return String(decoding: text, as: UTF8.self) }
    guard let string = String(validating: text, as: UTF8.self) else { throw fault("not UTF-8") }
    return string
  }

  /// The bytes up to the next quote, escape or control character.
  private mutating func takePlainText() -> ArraySlice<UInt8> {
    let start = place
    while place < bytes.count, bytes[place] >= 0x20, bytes[place] != UInt8(ascii: "\""),
      bytes[place] != UInt8(ascii: "\\")
    { place += 1 }
    return bytes[start..<place]
  }

  private mutating func escape() throws(Fault) -> [UInt8] {
    guard let byte = peek else { throw fault("a string without its end") }
    place += 1
    switch byte {
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "u"): return try unicode()
    default: throw fault("an unknown escape")
    }
  }

  private mutating func unicode() throws(Fault) -> [UInt8] {
    var code = try hex()
    if 0xD800..<0xDC00 ~= code {
      guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw fault("half a pair") }
      let low = try hex()
      guard 0xDC00..<0xE000 ~= low else { throw fault("half a pair") }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw fault("half a pair") }
    return Array(String(Character(scalar)).utf8)
  }

  private mutating func hex() throws(Fault) -> UInt32 {
    guard place + 4 <= bytes.count, bytes[place] != UInt8(ascii: "+"),
      let value = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
    else { throw fault("four hexadecimal digits were expected") }
    place += 4
    return value
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(Fault) -> JSONValue {
    for byte in word.utf8 where !take(byte) { throw fault("'\(word)' was expected") }
    return value
  }

  private mutating func number() throws(Fault) -> JSONValue {
    let start = place
    while let byte = peek, 0x30...0x39 ~= byte || "+-.eE".utf8.contains(byte) { place += 1 }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if let integer = Int64(text), !text.hasPrefix("+") { return .integer(integer) }
    let body = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard let first = body.first, first.isNumber, let number = Double(text), number.isFinite
    else { throw fault("a value was expected") }
    return .number(number)
  }

  private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 32 || byte == 10 || byte == 13 || byte == 9 { place += 1 }
  }

  private func fault(_ detail: String) -> Fault { Fault(byte: place, detail: detail) }
}
