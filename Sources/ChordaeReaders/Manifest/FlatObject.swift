/// A JSON object of plain texts, as most lines of JSON Lines are: its members by their places in the
/// line, which costs a tenth of a tree of values.
struct FlatObject {
  /// Places of the names and of the texts, without their quotes; a null's is empty.
  private(set) var members: [(name: Range<Int>, text: Range<Int>)] = []
  private var place = 0

  /// The object of a line of UTF-8 without control characters; nil where any value is no text or
  /// null, a text has an escape, or the line is no object: those are for the JSON parser.
  init?(_ line: Span<UInt8>) {
    members.reserveCapacity(12)
    guard take(UInt8(ascii: "{"), line) else { return nil }
    repeat {
      guard let name = takeText(line), take(UInt8(ascii: ":"), line), let text = takeValue(line)
      else { return nil }
      members.append((name, text))
    } while take(UInt8(ascii: ","), line)
    guard take(UInt8(ascii: "}"), line) else { return nil }
    skipBlanks(line)
    if place < line.count { return nil }
  }

  private mutating func takeValue(_ line: Span<UInt8>) -> Range<Int>? {
    skipBlanks(line)
    guard place + 4 <= line.count, line[place] == UInt8(ascii: "n") else { return takeText(line) }
    guard line.extracting(place..<place + 4).text == "null" else { return nil }
    place += 4
    return place..<place
  }

  private mutating func takeText(_ line: Span<UInt8>) -> Range<Int>? {
    guard take(UInt8(ascii: "\""), line) else { return nil }
    let start = place
    while place < line.count, line[place] != UInt8(ascii: "\\") {
      place += 1
      if line[place - 1] == UInt8(ascii: "\"") { return start..<place - 1 }
    }
    return nil
  }

  private mutating func take(_ byte: UInt8, _ line: Span<UInt8>) -> Bool {
    skipBlanks(line)
    guard place < line.count, line[place] == byte else { return false }
    place += 1
    return true
  }

  private mutating func skipBlanks(_ line: Span<UInt8>) {
    while place < line.count, line[place].isBlank { place += 1 }
  }
}
