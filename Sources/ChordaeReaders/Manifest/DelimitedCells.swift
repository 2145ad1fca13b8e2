/// What keeps a line from being split into cells.
struct LineFault: Error {
  let detail: String
}

/// Splits lines of CSV or TSV into cells by RFC 4180: a cell that begins with a quote ends with one,
/// and a quote inside it is doubled.
enum DelimitedCells {
  private static let quote = UInt8(ascii: "\"")

  /// The cells of a line, which mostly has as many as the line before.
  static func split(
    _ line: ArraySlice<UInt8>, separator: UInt8, expecting count: Int = 0
  ) throws(LineFault) -> [String] {
    var cells: [String] = []
    cells.reserveCapacity(count)
    guard line.contains(quote) else {
      plain(line, separator, &cells)
      return cells
    }
    var rest = line
    while true {
      if rest.first == quote {
        cells.append(try quoted(&rest, separator, number: cells.count + 1))
      } else {
        cells.append(try plain(&rest, separator, number: cells.count + 1))
      }
      guard rest.popFirst() != nil else { return cells }
    }
  }

  /// Splits a line without quotes.
  private static func plain(
    _ line: ArraySlice<UInt8>, _ separator: UInt8, _ cells: inout [String]
  ) {
    var start = line.startIndex
    for place in line.indices where line[place] == separator {
      cells.append(String(decoding: line[start..<place], as: UTF8.self))
      start = place + 1
    }
    cells.append(String(decoding: line[start...], as: UTF8.self))
  }

  /// Takes a cell up to the next separator, which stays.
  private static func plain(
    _ rest: inout ArraySlice<UInt8>, _ separator: UInt8, number: Int
  ) throws(LineFault) -> String {
    let end = rest.firstIndex(of: separator) ?? rest.endIndex
    let cell = rest[rest.startIndex..<end]
    guard !cell.contains(quote) else {
      throw LineFault(
        detail: "cell \(number) holds a quote but does not begin with one: put the cell in quotes"
          + " and double the quotes inside it")
    }
    rest = rest[end...]
    return String(decoding: cell, as: UTF8.self)
  }

  /// Takes a cell in quotes; the separator behind it stays.
  private static func quoted(
    _ rest: inout ArraySlice<UInt8>, _ separator: UInt8, number: Int
  ) throws(LineFault) -> String {
    var text: [UInt8] = []
    rest.removeFirst()
    while let end = rest.firstIndex(of: quote) {
      text.append(contentsOf: rest[rest.startIndex..<end])
      rest = rest[(end + 1)...]
      if rest.first == quote {
        text.append(quote)
        rest.removeFirst()
        continue
      }
      guard rest.isEmpty || rest.first == separator else {
        throw LineFault(detail: "text after the closing quote of cell \(number)")
      }
      return String(decoding: text, as: UTF8.self)
    }
    throw LineFault(
      detail: "the quote that opens cell \(number) is not closed on its line (a cell cannot hold a"
        + " line break)")
  }
}
