/// The lines of a WFDB header that are neither empty nor comments.
struct WFDBLines {
  private let bytes: [UInt8]
  private var position = 0
  /// 1-based number of the last line given.
  private(set) var number = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next line without its end and outer blanks.
  mutating func next() -> ArraySlice<UInt8>? {
    while position < bytes.count {
      let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
      var line = bytes[position..<end]
      position = end + 1
      number += 1
      while let last = line.last, last == 0x0D || last.isBlank { line.removeLast() }
      line = line.drop { $0.isBlank }
      if let first = line.first, first != UInt8(ascii: "#") { return line }
    }
    return nil
  }
}

/// The fields of a line, one after the other.
struct WFDBFields {
  private var rest: ArraySlice<UInt8>

  init(_ line: ArraySlice<UInt8>) { rest = line }

  /// The next field, up to a blank; nil at the line's end.
  mutating func next() -> ArraySlice<UInt8>? {
    rest = rest.drop { $0.isBlank }
    guard !rest.isEmpty else { return nil }
    let field = rest.prefix { !$0.isBlank }
    rest = rest[field.endIndex...]
    return field
  }

  /// All that is left, without leading blanks.
  mutating func remainder() -> ArraySlice<UInt8> {
    rest = rest.drop { $0.isBlank }
    return rest
  }
}

extension UInt8 {
  var isBlank: Bool { self == 0x20 || self == 0x09 }
  var isDigit: Bool { (0x30...0x39).contains(self) }
}

extension ArraySlice<UInt8> {
  /// The field before the first of a character, and what follows it; nil where it does not occur.
  func split(at character: Unicode.Scalar) -> (ArraySlice<UInt8>, ArraySlice<UInt8>)? {
    guard let place = firstIndex(of: UInt8(ascii: character)) else { return nil }
    return (self[..<place], self[(place + 1)...])
  }

  /// A decimal integer with an optional sign, also as `16.0`; nil for anything else or an overflow.
  var integer: Int? {
    var digits = self
    if let (whole, fraction) = split(at: "."), fraction.allSatisfy({ $0 == 0x30 }) {
      digits = whole
    }
    guard (digits.last?.isDigit ?? false) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }

  /// A finite decimal number, as `360`, `360.` or `3.6e2`; nil for anything else.
  var number: Double? {
    let letters = Array("+-.eE".utf8)
    guard count <= 64, allSatisfy({ $0.isDigit || letters.contains($0) }),
      let value = Double(String(decoding: self, as: UTF8.self)), value.isFinite
    else { return nil }
    return value
  }
}
