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
    // An origin that is not there is none; one that is no number, or no voltage, is unknown.
    let base = origin?["value"] == nil ? 0 : origin?.number("value") ?? .nan
    let unit = (scale?["unit"]).flatMap { VoltageUnit(spelling: $0.utf8) }
    let originUnit =
      base == 0 ? unit : (origin?["unit"]).map { VoltageUnit(spelling: $0.utf8) } ?? unit
    let digits = Self.digits(value.first("digits")?.text ?? [])
    guard let unit, let originUnit, !base.isNaN, SignalBounds.isStep(unit.millivolts(step)) else {
      samples = [Float](repeating: .nan, count: digits.count)
      tell(
        .uncalibrated, .line(value.line), path,
        "A lead's scale or origin is absurd or has no unit; its samples are missing.")
      return
    }
    samples = digits.map { digit in
      let sample =
        unit == originUnit
        ? unit.millivolts(base + step * digit)
        : originUnit.millivolts(base) + unit.millivolts(step * digit)
      return SignalBounds.isSample(sample) ? Float(sample) : .nan
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

  /// The numbers of a text; NaN for each word that is none.
  ///
  /// Nearly all are short whole ones, of which there are thousands to a lead.
  private static func digits(_ text: [UInt8]) -> [Double] {
    var digits: [Double] = []
    digits.reserveCapacity(text.count / 4)
    let bytes = text.span
    var place = 0
    while true {
      while place < bytes.count, bytes[place].isXMLSpace { place += 1 }
      guard place < bytes.count else { return digits }
      let start = place
      let isNegative = bytes[place] == UInt8(ascii: "-")
      if isNegative { place += 1 }
      let first = place
      var magnitude = 0
      while place < bytes.count, bytes[place].isDigit {
        magnitude = magnitude &* 10 &+ Int(bytes[place] & 15)
        place += 1
      }
      let isWhole = place > first && place - first <= 15
      if isWhole, place == bytes.count || bytes[place].isXMLSpace {
        digits.append(Double(isNegative ? -magnitude : magnitude))
        continue
      }
      while place < bytes.count, !bytes[place].isXMLSpace { place += 1 }
      let number = text[start..<place].number ?? .nan
      digits.append(abs(number) <= Double(largestDigit) ? number : .nan)
    }
  }
}
