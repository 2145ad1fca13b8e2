import ChordaeCore

/// A table of plink2: a header line that starts with `#`, then rows parted by tabs.
struct PlinkTable: ~Copyable {
  let path: String
  /// The columns' names, without `#`.
  let names: [String]
  private var lines: TextLines
  private(set) var fields: [Substring] = []
  var number: Int { lines.number }

  /// Opens a table that has the required columns.
  init(path: String, required: [String]) throws(InputError) {
    var lines = try TextLines(path: path)
    guard let header = try lines.next(), header.hasPrefix("#") else {
      throw InputError(
        .malformed, path: path, at: .line(1), "the header line (#CHROM …) is missing")
    }
    let names = header.dropFirst().split(separator: "\t").map(String.init)
    if let name = required.first(where: { !names.contains($0) }) {
      throw InputError(.malformed, path: path, at: .line(1), "the column \(name) is missing")
    }
    self.path = path
    self.names = names
    self.lines = lines
  }

  /// Goes on to the next row; false after the last.
  mutating func next() throws(InputError) -> Bool {
    guard let line = try lines.next() else { return false }
    fields = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard fields.count == names.count else {
      throw InputError(
        .malformed, path: path, at: .line(number),
        "the row has \(fields.count) columns where the header names \(names.count)")
    }
    return true
  }

  /// The row's text in a column; nil where the table has no such column.
  subscript(name: String) -> String? {
    names.firstIndex(of: name).map { String(fields[$0]) }
  }
}
