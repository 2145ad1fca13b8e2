/// Decimal numbers of a text, read to the nearest double.
enum DecimalNumber {
  /// The finite number that a field holds; nil for any other text.
  ///
  /// Up to fifteen digits with a small exponent are two exact doubles, so that one multiplication or
  /// division rounds once (Clinger, PLDI 1990, section 3); all else goes by way of the C library, which
  /// is many times slower.
  static func value(of text: Span<UInt8>) -> Double? {
    exactly(text) ?? slowly(text)
  }

  /// The plain form: what the C library says of any text of the right letters.
  static func slowly(_ text: Span<UInt8>) -> Double? {
    for place in text.indices where !isLetter(text[place]) { return nil }
    // Safe: the text outlives the call.
    let string = unsafe text.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    return Double(string).flatMap { $0.isFinite ? $0 : nil }
  }

  /// The number of a text of the usual form; nil where it is of another, or too long for one step.
  private static func exactly(_ text: Span<UInt8>) -> Double? {
    var place = 0
    let isNegative = !text.isEmpty && text[0] == UInt8(ascii: "-")
    if isNegative { place = 1 }
    var digits = 0
    var scale = 0
    let whole = take(text, &place, &digits)
    var count = whole
    if place < text.count, text[place] == UInt8(ascii: ".") {
      place += 1
      scale = take(text, &place, &digits)
      guard scale > 0 else { return nil }
      count += scale
    }
    guard whole > 0, count <= 15 else { return nil }
    var exponent = -scale
    if place < text.count {
      guard let shift = Self.exponent(text, place) else { return nil }
      exponent += shift
    }
    guard abs(exponent) < powers.count else { return nil }
    let size =
      exponent < 0 ? Double(digits) / powers[-exponent] : Double(digits) * powers[exponent]
    return isNegative ? -size : size
  }

  /// Goes past digits, takes up to 18 of them into a number, and gives how many they are.
  private static func take(_ text: Span<UInt8>, _ place: inout Int, _ digits: inout Int) -> Int {
    let start = place
    while place < text.count, text[place] &- 48 < 10, place - start < 18 {
      digits = digits &* 10 &+ Int(text[place] &- 48)
      place += 1
    }
    return place - start
  }

  /// The exponent from its letter to the text's end; nil where it is of another form.
  private static func exponent(_ text: Span<UInt8>, _ start: Int) -> Int? {
    guard text[start] | 0x20 == UInt8(ascii: "e"), start + 1 < text.count else { return nil }
    var place = start + 1
    let isNegative = text[place] == UInt8(ascii: "-")
    if isNegative || text[place] == UInt8(ascii: "+") { place += 1 }
    var size = 0
    let count = take(text, &place, &size)
    guard (1...3).contains(count), place == text.count else { return nil }
    return isNegative ? -size : size
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  /// Powers of ten that doubles hold exactly.
  private static let powers: [Double] = (0...22).map { power in
    (0..<power).reduce(1.0) { product, _ in product * 10 }
  }
}
