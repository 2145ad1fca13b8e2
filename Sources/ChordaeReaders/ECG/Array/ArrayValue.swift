/// Numbers of a text file's cells.
enum ArrayValue {
  /// What a cell holds.
  enum Cell: Equatable {
    case number(Double)
    /// Nothing, or `nan`.
    case missing
    case text
  }

  /// Reads a cell without its blanks; `decimal` is the character before the fraction.
  static func cell(_ bytes: ArraySlice<UInt8>, decimal: UInt8) -> Cell {
    if bytes.isEmpty { return .missing }
    if let number = short(bytes, decimal: decimal) { return .number(number) }
    if bytes.count <= 4, String(decoding: bytes, as: UTF8.self).lowercased() == "nan" {
      return .missing
    }
    guard decimal != UInt8(ascii: "."), let place = bytes.firstIndex(of: decimal) else {
      return bytes.number.map(Cell.number) ?? .text
    }
    var point = bytes
    point[place] = UInt8(ascii: ".")
    return point.number.map(Cell.number) ?? .text
  }

  /// A plain decimal of at most 15 digits, which one division of exact numbers rounds correctly; nil
  /// for every other.
  private static func short(_ bytes: ArraySlice<UInt8>, decimal: UInt8) -> Double? {
    let isNegative = bytes.first == UInt8(ascii: "-")
    let digits = isNegative ? bytes.dropFirst() : bytes
    guard digits.count <= 16, !digits.isEmpty else { return nil }
    var value = 0
    var (count, fraction) = (0, -1)
    for byte in digits {
      if byte == decimal, fraction < 0 {
        fraction = 0
        continue
      }
      guard byte.isDigit else { return nil }
      value = value * 10 + Int(byte) - 48
      count += 1
      if fraction >= 0 { fraction += 1 }
    }
    guard count > 0, count <= 15 else { return nil }
    let number = fraction > 0 ? Double(value) / powers[fraction] : Double(value)
    return isNegative ? -number : number
  }

  private static let powers: [Double] = (0...15).map { exponent in
    (0..<exponent).reduce(1.0) { value, _ in value * 10 }
  }
}
