/// What keeps a line from being split into cells.
struct LineFault: Error {
  let detail: String
}

/// The cells of a line of CSV or TSV by RFC 4180: a cell that begins with a quote ends with one, and
/// a quote inside it is doubled.
struct DelimitedCells {
  private static let quote = UInt8(ascii: "\"")

  /// Each cell's place in the line, or in `unquoted` where the line has a quote.
  private var places: [Range<Int>] = []
  private var unquoted: [UInt8]?

  /// Splits a line, which mostly has as many cells as the one before.
  init(_ line: Span<UInt8>, separator: UInt8, expecting count: Int = 0) throws(LineFault) {
    places.reserveCapacity(count)
    guard line.contains(Self.quote) else {
      var start = 0
      while let end = line.firstPlace(of: separator, from: start) {
        places.append(start..<end)
        start = end + 1
      }
      places.append(start..<line.count)
      return
    }
    var place = 0
    var text: [UInt8] = []
    repeat {
      let start = text.count
      if place < line.count, line[place] == Self.quote {
        place = try takeQuoted(line, from: place + 1, separator, into: &text)
      } else {
        place = try takePlain(line, from: place, separator, into: &text)
      }
      places.append(start..<text.count)
      place += 1
    } while place <= line.count
    unquoted = text
  }

  /// How many cells there are.
  var count: Int { places.count }

  /// Gives a cell's bytes, which are those of the line or stand here.
  func withCell<Result>(
    _ cell: Int, of line: Span<UInt8>, _ body: (Span<UInt8>) -> Result
  ) -> Result {
    guard let unquoted else { return body(line.extracting(places[cell])) }
    return body(unquoted.span.extracting(places[cell]))
  }

  /// Takes a cell up to its separator, whose place is returned.
  private func takePlain(
    _ line: Span<UInt8>, from start: Int, _ separator: UInt8, into text: inout [UInt8]
  ) throws(LineFault) -> Int {
    let end = line.firstPlace(of: separator, from: start) ?? line.count
    for place in start..<end {
      guard line[place] != Self.quote else {
        throw LineFault(
          detail: "cell \(places.count + 1) holds a quote but does not begin with one: put the cell"
            + " in quotes and double the quotes inside it")
      }
      text.append(line[place])
    }
    return end
  }

  /// Takes a cell behind its first quote; the place of the separator behind it is returned.
  private func takeQuoted(
    _ line: Span<UInt8>, from start: Int, _ separator: UInt8, into text: inout [UInt8]
  ) throws(LineFault) -> Int {
    var place = start
    while place < line.count {
      let byte = line[place]
      place += 1
      guard byte == Self.quote else {
        text.append(byte)
        continue
      }
      if place == line.count || line[place] == separator { return place }
      guard line[place] == Self.quote else {
        throw LineFault(detail: "text after the closing quote of cell \(places.count + 1)")
      }
      text.append(Self.quote)
      place += 1
    }
    throw LineFault(
      detail: "the quote that opens cell \(places.count + 1) is not closed on its line (a cell"
        + " cannot hold a line break)")
  }
}
