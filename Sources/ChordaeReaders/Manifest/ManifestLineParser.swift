internal import ChordaeCore

/// Makes entries of lines.
struct ManifestLineParser: Sendable {
  private let format: ManifestFormat
  private let folder: String
  let extras: ExtraColumns
  /// The header's columns; empty for JSON Lines.
  private var names: [String] = []
  private var roles: [ColumnRole] = []
  /// Without the column, every line would have the same fault.
  private var expectsID = true

  init(_ format: ManifestFormat, folder: String, extras: ExtraColumns) {
    self.format = format
    self.folder = folder
    self.extras = extras
  }

  /// Whether the first line names the columns.
  var needsHeader: Bool {
    if case .delimited = format { true } else { false }
  }

  /// The entry of a line; nil where the line cannot be split.
  ///
  /// What is wrong is added to the check, and an entry with a fault holds what could be understood.
  func entry(
    _ bytes: ArraySlice<UInt8>, row: Int, line: Int, _ check: inout ManifestCheck
  ) -> ManifestEntry? {
    do throws(LineFault) {
      try Self.checkText(bytes)
      var builder = EntryBuilder(row: row, line: line, folder: folder)
      switch format {
      case .delimited(let separator):
        let cells = try DelimitedCells.split(
          bytes, separator: separator, expecting: roles.count)
        try fill(&builder, cells: cells, &check)
      case .jsonLines: try fill(&builder, object: bytes, line: line, &check)
      }
      return builder.finish(&check)
    } catch {
      check.add(ManifestFault(line: line, error.detail))
      return nil
    }
  }

  /// Text is UTF-8 without control characters; tabs may separate cells.
  static func checkText(_ bytes: ArraySlice<UInt8>) throws(LineFault) {
    var (all, hasControl) = (UInt8(0), false)
    let text = bytes.span
    for place in text.indices {
      let byte = text[place]
      all |= byte
      hasControl = hasControl || (byte < 0x20 && byte != 0x09) || byte == 0x7F
    }
    if hasControl, bytes.contains(0) {
      throw LineFault(detail: "a zero byte: this is no text, or UTF-16; save the file as UTF-8")
    }
    if hasControl, bytes.contains(0x0D) {
      throw LineFault(detail: "a carriage return within the line: end lines with LF or CRLF")
    }
    if hasControl { throw LineFault(detail: "a control character: take it out") }
    if all >= 0x80, String(validating: bytes, as: UTF8.self) == nil {
      throw LineFault(detail: "not UTF-8: save the file as UTF-8")
    }
  }
}

// Delimited text.
extension ManifestLineParser {
  /// Takes the header, which names the columns of all further lines.
  mutating func readHeader(_ bytes: ArraySlice<UInt8>, _ check: inout ManifestCheck) {
    guard case .delimited(let separator) = format else { return }
    do throws(LineFault) {
      try Self.checkText(bytes)
      names = try DelimitedCells.split(bytes, separator: separator)
    } catch {
      check.add(ManifestFault(line: 1, error.detail))
    }
    roles = names.map { extras.role(of: $0) }
    for (place, name) in names.enumerated() { checkColumn(place, name, &check) }
    expectsID = names.contains(ManifestColumn.patientID.rawValue)
    if !expectsID {
      let detail = "no such column in the header" + Self.hint(names, separator: separator)
      check.add(ManifestFault(line: 1, column: ManifestColumn.patientID.rawValue, detail))
    }
  }

  private func checkColumn(_ place: Int, _ name: String, _ check: inout ManifestCheck) {
    if name.isEmpty {
      check.add(ManifestFault(line: 1, "column \(place + 1) has no name"))
    } else if names[..<place].contains(name) {
      check.add(ManifestFault(line: 1, column: name, "two columns have this name"))
    } else if case .unknown(let detail) = roles[place] {
      check.addUnknownColumn(name, detail, line: 1)
    } else {
      check.see(name)
    }
  }

  private static func hint(_ names: [String], separator: UInt8) -> String {
    guard names.count == 1, let header = names.first else { return "" }
    let other = "\t;,|".utf8.first { $0 != separator && header.utf8.contains($0) }
    switch other {
    case UInt8(ascii: "\t"): return ": its cells seem to be separated by tabs, as in .tsv"
    case UInt8(ascii: ","): return ": its cells seem to be separated by commas, as in .csv"
    case nil: return ""
    default: return ": separate its cells by commas (.csv) or tabs (.tsv)"
    }
  }

  private func fill(
    _ builder: inout EntryBuilder, cells: [String], _ check: inout ManifestCheck
  ) throws(LineFault) {
    guard cells.count == roles.count else {
      throw LineFault(
        detail: "the line has \(cells.count) cells, the header names \(roles.count) columns")
    }
    for (place, cell) in cells.enumerated() {
      switch roles[place] {
      case .known(let column): builder.set(column, .text(cell), &check)
      case .extra(let name): builder.carry(name, .text(cell))
      case .both(let column):
        builder.set(column, .text(cell), &check)
        builder.carry(column.rawValue, .text(cell))
      case .unknown: break
      }
    }
  }
}
