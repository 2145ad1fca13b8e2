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
    // A fraction of hours or minutes is none of seconds.
    self.init(digits: Array(digits), fraction: digits.count == 14 ? rest : [])
  }

  /// A time of ISO 8601, `YYYY-MM-DD[Thh:mm[:ss[.fff]][zone]]`; nil where it is none.
  ///
  /// FHIR has it with seconds; recorders leave them out.
  init?(iso8601 text: String) {
    let bytes = Array(text.utf8)[...].trimmed
    let (date, rest) = (bytes.prefix(10), bytes.dropFirst(10))
    guard Self.matches(date, "0000-00-00") else { return nil }
    guard let mark = rest.first else {
      self.init(digits: date.filter(\.isDigit), fraction: [])
      return
    }
    let clock = rest.dropFirst()
    guard mark == UInt8(ascii: "T"),
      let pattern = ["00:00:00", "00:00"].first(where: {
        Self.matches(clock.prefix($0.utf8.count), $0)
      })
    else { return nil }
    let zone = clock.dropFirst(pattern.utf8.count)
    let fraction = zone.prefix { $0.isDigit || $0 == UInt8(ascii: ".") }
    let hasFraction = fraction.first == UInt8(ascii: ".") && pattern.utf8.count == 8
    guard fraction.isEmpty || hasFraction, Self.isZone(zone.dropFirst(fraction.count)) else {
      return nil
    }
    self.init(
      digits: (date + clock.prefix(pattern.utf8.count)).filter(\.isDigit), fraction: fraction)
  }

  /// Whether a text has digits where a pattern has zeros, and the pattern's characters elsewhere.
  private static func matches(_ text: ArraySlice<UInt8>, _ pattern: String) -> Bool {
    text.count == pattern.utf8.count
      && zip(text, pattern.utf8).allSatisfy { $1 == UInt8(ascii: "0") ? $0.isDigit : $0 == $1 }
  }

  /// Whether a text is `Z`, a time before or after it, or nothing.
  private static func isZone(_ text: ArraySlice<UInt8>) -> Bool {
    text.isEmpty || matches(text, "Z") || matches(text, "+00:00") || matches(text, "-00:00")
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
