/// A point of a recorder's own clock, as files of text write it.
struct ClockTime: Equatable {
  /// Whole seconds since 1970-01-01 00:00 of that clock.
  let seconds: Int
  /// What is left, in [0, 1) s.
  let fraction: Double

  /// A time of HL7: `YYYYMMDD[hh[mm[ss[.fff]]]][+zzzz]`; nil where it is none.
  init?(hl7 text: String) {
    let bytes = Array(text.utf8)[...].trimmed
    let digits = bytes.prefix { $0.isDigit }
    let rest = bytes[digits.endIndex...]
    guard [8, 10, 12, 14].contains(digits.count) else { return nil }
    self.init(digits: Array(digits), fraction: rest)
  }

  /// A time of ISO 8601 as FHIR has it, `YYYY-MM-DD[Thh:mm:ss[.fff]][zone]`; nil where it is none.
  init?(iso8601 text: String) {
    let bytes = Array(text.utf8)[...].trimmed
    let body = bytes.prefix { $0.isDigit || "-:T".utf8.contains($0) }
    let isDated = bytes.count >= 10 && bytes.dropFirst(4).first == UInt8(ascii: "-")
    guard isDated else { return nil }
    let hasTime = body.count >= 19
    let digits = body.prefix(hasTime ? 19 : 10).filter { $0.isDigit }
    guard digits.count == (hasTime ? 14 : 8) else { return nil }
    self.init(digits: digits, fraction: bytes.dropFirst(19))
  }

  /// Date and time in parts, such as `2008-12-23` or month first, and `19:44:46`.
  init?(date: String?, time: String?, monthFirst: Bool = false) {
    guard let date, let time else { return nil }
    let parts = date.split { $0 == "-" || $0 == "/" }.map { Array($0.utf8) }
    guard parts.count == 3 else { return nil }
    let ordered = monthFirst ? [parts[2], parts[0], parts[1]] : parts
    let clock = time.utf8.filter { $0.isDigit }
    guard ordered.map(\.count) == [4, 2, 2], clock.count == 6 else { return nil }
    self.init(digits: ordered.flatMap { $0 } + clock, fraction: [])
  }

  private init?(digits: [UInt8], fraction: ArraySlice<UInt8>) {
    let padded = digits + [UInt8](repeating: UInt8(ascii: "0"), count: 14 - digits.count)
    func part(_ range: Range<Int>) -> String { String(decoding: padded[range], as: UTF8.self) }
    let time = "\(part(8..<10)):\(part(10..<12)):\(part(12..<14))"
    let date = "\(part(6..<8))/\(part(4..<6))/\(part(0..<4))"
    guard
      let seconds = WFDBHeader.seconds(time: Array(time.utf8)[...], date: Array(date.utf8)[...])
    else { return nil }
    self.seconds = seconds
    let decimals =
      fraction.first == UInt8(ascii: ".") ? fraction.dropFirst().prefix { $0.isDigit } : []
    self.fraction = (Array("0.".utf8) + decimals + [UInt8(ascii: "0")])[...].number ?? 0
  }

  /// Seconds from another time to this one.
  func seconds(since other: ClockTime) -> Double {
    Double(seconds - other.seconds) + (fraction - other.fraction)
  }
}
