internal import ChordaeCore

/// One sequence of digits: samples are the origin and so many times the scale.
struct AnnotatedECGLead {
  let name: String
  let line: Int
  /// mV; NaN where a digit is no number, or all are where the scale is unknown.
  private(set) var samples: [Float] = []
  private(set) var faults: [InputError] = []

  /// Whole numbers up to here are exact in double precision.
  private static let largestDigit = 1 << 53

  /// Reads a `SLIST_PQ` value whose unit is a voltage.
  init(_ value: XMLElement, name: String, path: String) {
    self.name = name
    line = value.line
    let (origin, scale) = (value.first("origin"), value.first("scale"))
    let step = scale?.number("value") ?? 0
    // An origin that is not there is none.
    let base = origin?.number("value") ?? 0
    let unit = (scale?["unit"]).flatMap { VoltageUnit(spelling: $0.utf8) }
    let originUnit = (origin?["unit"]).flatMap { VoltageUnit(spelling: $0.utf8) } ?? unit
    if let unit, let originUnit, step != 0 {
      let shared = unit == originUnit
      parse(value, path: path) { digit in
        Float(
          shared
            ? unit.millivolts(base + step * digit)
            : originUnit.millivolts(base) + unit.millivolts(step * digit))
      }
    } else {
      parse(value, path: path) { _ in .nan }
      faults = [
        InputError(
          .uncalibrated, path: path, at: .line(value.line),
          "A lead's scale is zero or has no unit; its samples are missing.")
      ]
    }
  }

  private mutating func parse(
    _ value: XMLElement, path: String, _ sample: (Double) -> Float
  ) {
    guard let text = value.first("digits")?.text[...] else { return }
    var wrong: Int?
    var rest = text
    while true {
      rest = rest.drop { $0.isXMLSpace }
      guard !rest.isEmpty else { break }
      let word = rest.prefix { !$0.isXMLSpace }
      rest = rest[word.endIndex...]
      if let digit = Self.digit(word) {
        samples.append(sample(digit))
      } else {
        wrong = wrong ?? samples.count
        samples.append(.nan)
      }
    }
    guard let wrong else { return }
    faults.append(
      InputError(
        .malformed, path: path, at: .sample(wrong),
        "A lead's digits hold words that are no numbers; these samples are missing."))
  }

  /// A number; nearly all are short whole ones.
  private static func digit(_ word: ArraySlice<UInt8>) -> Double? {
    let digits = word.first == UInt8(ascii: "-") ? word.dropFirst() : word
    if (1...15).contains(digits.count), digits.allSatisfy({ $0.isDigit }) {
      let magnitude = digits.reduce(0) { 10 * $0 + Int($1 & 15) }
      return Double(digits.count == word.count ? magnitude : -magnitude)
    }
    guard let number = word.number, abs(number) <= Double(largestDigit) else { return nil }
    return number
  }
}
