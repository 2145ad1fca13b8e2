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

  /// Whether the header names a column.
  func hasColumn(_ column: ManifestColumn) -> Bool { roles.contains { $0.column == column } }

  /// Checks a line and returns the digest of its patient's id; nil without one.
  func check(_ bytes: ArraySlice<UInt8>, line: Int, _ check: inout ManifestCheck) -> TextDigest? {
    var checker = EntryChecker(line: line)
    do throws(LineFault) {
      try visit(bytes.span, line: line, &checker, &check)
      checker.finish()
    } catch {
      check.add(ManifestFault(line: line, error.detail))
    }
    for fault in checker.faults { check.add(fault) }
    return checker.id
  }

  /// The entry of a line; nil where it is at fault.
  func entry(_ bytes: ArraySlice<UInt8>, row: Int, line: Int) -> ManifestEntry? {
    var faults = ManifestCheck(isSecond: true)
    var entry = CheckedEntryBuilder(row: row, line: line, folder: folder)
    guard (try? visit(bytes.span, line: line, &entry, &faults)) != nil, faults.count == 0 else {
      return nil
    }
    return entry.finish()
  }

  /// The id in a line, whatever else is wrong with it; nil where it cannot be split or has none.
  func patient(_ bytes: ArraySlice<UInt8>) -> PatientID? {
    var faults = ManifestCheck(isSecond: true)
    var builder = EntryBuilder(row: 0, line: 0, folder: folder)
    _ = try? visit(bytes.span, line: 0, &builder, &faults)
    return builder.entry.patient.text.isEmpty ? nil : builder.entry.patient
  }

  /// The paths of a checked line's call sets; nil where it cannot be split.
  func callSets(_ bytes: ArraySlice<UInt8>) -> (variants: [String], gvcf: [String])? {
    var faults = ManifestCheck(isSecond: true)
    var builder = CallSetBuilder(folder: folder)
    guard (try? visit(bytes.span, line: 0, &builder, &faults)) != nil, faults.count == 0 else {
      return nil
    }
    return (builder.entry.variants, builder.entry.gvcf)
  }

  /// Gives the cells of a line to a consumer.
  private func visit(
    _ bytes: Span<UInt8>, line: Int, _ consumer: inout some CellConsumer,
    _ check: inout ManifestCheck
  ) throws(LineFault) {
    try Self.checkText(bytes)
    switch format {
    case .delimited(let separator): try visitCells(bytes, separator, &consumer)
    case .jsonLines: try visitObject(bytes, number: line, &consumer, &check)
    }
  }

  /// Text is UTF-8 without control characters; tabs may separate cells.
  static func checkText(_ text: Span<UInt8>) throws(LineFault) {
    var (all, hasControl) = (UInt8(0), false)
    for place in text.indices {
      let byte = text[place]
      all |= byte
      hasControl = hasControl || (byte < 0x20 && byte != 0x09) || byte == 0x7F
    }
    if hasControl, text.contains(0) {
      throw LineFault(detail: "a zero byte: this is no text, or UTF-16; save the file as UTF-8")
    }
    if hasControl, text.contains(0x0D) {
      throw LineFault(detail: "a carriage return within the line: end lines with LF or CRLF")
    }
    if hasControl { throw LineFault(detail: "a control character: take it out") }
    if all >= 0x80, (try? UTF8Span(validating: text)) == nil {
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
      let line = bytes.span
      try Self.checkText(line)
      let cells = try DelimitedCells(line, separator: separator)
      names = (0..<cells.count).map { cells.withCell($0, of: line) { $0.text } }
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
    } else if roles[place] == .unknown {
      check.addUnknownColumn(name, line: 1)
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

  private func visitCells(
    _ line: Span<UInt8>, _ separator: UInt8, _ consumer: inout some CellConsumer
  ) throws(LineFault) {
    let cells = try DelimitedCells(line, separator: separator, expecting: roles.count)
    guard cells.count == roles.count else {
      throw LineFault(
        detail: "the line has \(cells.count) cells, the header names \(roles.count) columns")
    }
    for place in roles.indices {
      cells.withCell(place, of: line) { cell in
        switch roles[place] {
        case .known(let column): consumer.take(column, cell)
        case .extra(let name): consumer.carry(name, cell)
        case .both(let column):
          consumer.take(column, cell)
          consumer.carry(column.rawValue, cell)
        case .unknown: break
        }
      }
    }
  }
}
