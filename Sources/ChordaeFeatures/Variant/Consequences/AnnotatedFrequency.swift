/// Reads frequencies as annotations write them.
enum AnnotatedFrequency {
  /// The highest of one or more numbers, joined by `&`; nil where there is none.
  ///
  /// Older VEP puts an allele before each (`T:0.1`): then only those of the entry's own count.
  static func highest(in field: Span<UInt8>, ofAllele name: Span<UInt8>) -> Double? {
    var highest: Double?
    var start = 0
    for end in 0...field.count where end == field.count || field[end] == UInt8(ascii: "&") {
      var range = start..<end
      start = end + 1
      if let colon = range.first(where: { field[$0] == UInt8(ascii: ":") }) {
        let own = field.extracting(range.lowerBound..<colon).holdsSameLetters(as: name)
        range = own ? colon + 1..<range.upperBound : range.upperBound..<range.upperBound
      }
      guard let value = number(field.extracting(range)) else { continue }
      highest = max(highest ?? value, value)
    }
    return highest
  }

  /// The value of one alternate, by its number from 1, in a tag that gives one an alternate.
  static func value(ofAlternate alternate: Int, in text: Span<UInt8>) -> Double? {
    var (place, start) = (1, 0)
    for end in 0...text.count where end == text.count || text[end] == UInt8(ascii: ",") {
      if place == alternate { return number(text.extracting(start..<end)) }
      (place, start) = (place + 1, end + 1)
    }
    return nil
  }

  /// A frequency from 0 to 1; nil for anything else.
  private static func number(_ text: Span<UInt8>) -> Double? {
    guard !text.isEmpty, let value = Double(text.string), (0...1).contains(value) else {
      return nil
    }
    return value
  }
}
