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
  /// mV, far beyond any recorder's range.
  private static let largestSample = 1e9

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
    let digits = Self.digits(value.first("digits")?.text[...] ?? [])
    guard let unit, let originUnit, DecodedECG.isStep(unit.millivolts(step)) else {
      samples = [Float](repeating: .nan, count: digits.count)
      tell(
        .uncalibrated, .line(value.line), path,
        "A lead's scale is zero or absurd, or has no unit; its samples are missing.")
      return
    }
    samples = digits.map { digit in
      guard let digit else { return .nan }
      let sample =
        unit == originUnit
        ? unit.millivolts(base + step * digit)
        : originUnit.millivolts(base) + unit.millivolts(step * digit)
      return abs(sample) <= Self.largestSample ? Float(sample) : .nan
    }
    if let wrong = samples.firstIndex(where: \.isNaN) {
      tell(
        .malformed, .sample(wrong), path,
        "A lead's digits hold words that are no numbers; these samples are missing.")
    }
  }

  private mutating func tell(
    _ reason: MissingReason, _ place: InputError.Place, _ path: String, _ detail: String
  ) {
    faults.append(InputError(reason, path: path, at: place, detail))
  }

  /// The numbers of a text; nil for each word that is none.
  private static func digits(_ text: ArraySlice<UInt8>) -> [Double?] {
    var digits: [Double?] = []
    var rest = text
    while true {
      rest = rest.drop { $0.isXMLSpace }
      guard !rest.isEmpty else { return digits }
      let word = rest.prefix { !$0.isXMLSpace }
      rest = rest[word.endIndex...]
      digits.append(digit(word))
    }
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
