internal import ChordaeCore

/// Fills one entry, cell by cell, and notes what is wrong with the cells.
struct EntryBuilder {
  /// Bytes that a patient's id may have.
  static let longestID = 255

  /// A cell as the text gives it: a list only where JSON has an array.
  enum Cell {
    case text(String)
    case list([String])
  }

  private(set) var entry: ManifestEntry
  private let folder: String
  private var ecgRateIsGiven = false
  private var ecgUnitIsGiven = false

  init(row: Int, line: Int, folder: String) {
    entry = ManifestEntry(row: row, line: line, patient: PatientID(""))
    self.folder = folder
  }

  /// Takes a cell of one of the manifest's own columns.
  mutating func set(_ column: ManifestColumn, _ cell: Cell, _ check: inout ManifestCheck) {
    do throws(CellFault) {
      switch cell {
      case .list(let texts) where column.isList: try set(column, paths: texts)
      case .list: throw CellFault("one value, not a list, was expected")
      case .text(let text) where column.isList:
        if !trimmed(text).isEmpty { try set(column, paths: split(text)) }
      case .text(let text): try set(column, text: text)
      }
    } catch {
      check.add(ManifestFault(line: entry.line, column: column.rawValue, error.detail))
    }
  }

  /// Takes a cell of an extra column.
  mutating func carry(_ name: String, _ cell: Cell) {
    let value =
      switch cell {
      case .text(let text): text
      case .list(let texts): texts.joined(separator: ";")
      }
    if !value.isEmpty { entry.extras.append(ManifestExtra(name: name, value: value)) }
  }

  /// Checks what several cells must have in common, and gives the entry.
  consuming func finish(_ check: inout ManifestCheck) -> ManifestEntry {
    if ecgRateIsGiven || ecgUnitIsGiven, !hasBareECG {
      let detail = "only for CSV and NumPy recordings, and 'ecg' names none: leave it empty"
      let column: ManifestColumn = ecgRateIsGiven ? .ecgRate : .ecgUnit
      check.add(ManifestFault(line: entry.line, column: column.rawValue, detail))
    }
    return entry
  }

  private var hasBareECG: Bool {
    entry.ecg.contains { path in
      let name = path.lowercased()
      return Self.bareECG.contains { name.hasSuffix($0) }
    }
  }

  private static let bareECG = [
    ".csv", ".tsv", ".txt", ".npy", ".npz", ".csv.gz", ".tsv.gz", ".txt.gz",
  ]

  private mutating func set(_ column: ManifestColumn, text: String) throws(CellFault) {
    let word = trimmed(text)
    switch column {
    case .patientID: entry.patient = PatientID(try id(text))
    case .sample: entry.sample = text.isEmpty ? nil : try name(text)
    case .alignment: entry.alignments = word.isEmpty ? [] : [try path(word)]
    case .targets: entry.targets = word.isEmpty ? nil : try path(word)
    case .reference: entry.reference = word.isEmpty ? nil : try path(word)
    case .sex: entry.sex = word.isEmpty ? nil : try sex(word)
    case .ecgRate:
      ecgRateIsGiven = !word.isEmpty
      entry.ecgRate = word.isEmpty ? nil : try rate(word)
    case .ecgUnit:
      ecgUnitIsGiven = !word.isEmpty
      entry.ecgUnit = word.isEmpty ? nil : try unit(word)
    case .variants, .gvcf, .ecg: try set(column, paths: [text])
    }
  }

  private mutating func set(_ column: ManifestColumn, paths texts: [String]) throws(CellFault) {
    var paths: [String] = []
    for text in texts {
      let path = try path(trimmed(text), allowsPattern: column.allowsPattern, isListed: true)
      guard !paths.contains(path) else { throw CellFault("a file is named twice") }
      paths.append(path)
    }
    switch column {
    case .variants: entry.variants = paths
    case .gvcf: entry.gvcf = paths
    default: entry.ecg = paths
    }
  }
}

/// What is wrong with one cell.
struct CellFault: Error {
  let detail: String

  init(_ detail: String) { self.detail = detail }
}

// The values of single cells.
extension EntryBuilder {
  private func id(_ text: String) throws(CellFault) -> String {
    guard !text.isEmpty else { throw CellFault("empty: every patient needs an id") }
    guard text.utf8.count <= Self.longestID else {
      throw CellFault("longer than \(Self.longestID) bytes")
    }
    return try name(text)
  }

  /// A word that must be equal to another by its bytes: blanks at its ends are never meant.
  private func name(_ text: String) throws(CellFault) -> String {
    guard trimmed(text).utf8.count == text.utf8.count else {
      throw CellFault("a blank before or after the name")
    }
    guard !text.unicodeScalars.contains(where: { $0 == "\t" || 0x80...0x9F ~= $0.value }) else {
      throw CellFault("a control character")
    }
    return text
  }

  private func path(
    _ text: String, allowsPattern: Bool = false, isListed: Bool = false
  ) throws(CellFault) -> String {
    if !isListed, ManifestPath.has(UInt8(ascii: ";"), text) {
      throw CellFault("one file was expected")
    }
    if ManifestPath.has(0x09, text) { throw CellFault("a tab in a path") }
    if let fault = ManifestPath.fault(text, allowsPattern: allowsPattern) { throw CellFault(fault) }
    return ManifestPath.absolute(text, in: folder)
  }

  private func sex(_ word: String) throws(CellFault) -> Sex {
    guard let sex = Sex(rawValue: word) else {
      throw CellFault("'male', 'female' or nothing was expected")
    }
    return sex
  }

  private func unit(_ word: String) throws(CellFault) -> VoltageUnit {
    guard let unit = VoltageUnit(spelling: word.utf8) else {
      throw CellFault("'nV', 'uV', 'mV', 'V' or nothing was expected")
    }
    return unit
  }

  private func rate(_ word: String) throws(CellFault) -> Double {
    guard word.utf8.allSatisfy({ 0x30...0x39 ~= $0 || ".eE+-".utf8.contains($0) }),
      let rate = Double(word), rate > 0, rate <= 1e6
    else {
      throw CellFault("a number of samples a second, above 0 and up to 1000000, was expected")
    }
    return rate
  }

  private func split(_ text: String) -> [String] {
    guard ManifestPath.has(UInt8(ascii: ";"), text) else { return [text] }
    // By bytes: a combining mark behind a ';' would hide it among characters.
    var (pieces, rest): ([String], Substring.UTF8View) = ([], text[...].utf8)
    while let end = rest.firstIndex(of: UInt8(ascii: ";")) {
      pieces.append(String(Substring(rest[..<end])))
      rest = rest[end...].dropFirst()
    }
    return pieces + CollectionOfOne(String(Substring(rest)))
  }

  private func trimmed(_ text: String) -> String {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    guard let first = text.utf8.first, let last = text.utf8.last, isBlank(first) || isBlank(last)
    else { return text }
    let start = text.utf8.drop(while: isBlank)
    let end = start.reversed().drop(while: isBlank).count
    return String(Substring(start.prefix(end)))
  }
}
