internal import ChordaeCore

/// Makes an entry of the cells of one line, which were checked.
struct EntryBuilder: CellConsumer {
  private(set) var entry: ManifestEntry
  private let folder: String

  init(row: Int, line: Int, folder: String) {
    entry = ManifestEntry(row: row, line: line, patient: PatientID(""))
    self.folder = folder
  }

  mutating func take(_ column: ManifestColumn, _ text: Span<UInt8>) {
    let word = text.extracting(text.trimmedPlace)
    if word.isEmpty { return }
    switch column {
    case .patientID: entry.patient = PatientID(text.text)
    case .sample: entry.sample = text.text
    case .alignment: entry.alignments = [path(word.text)]
    case .variants: entry.variants = paths(word.pieces)
    case .gvcf: entry.gvcf = paths(word.pieces)
    case .ecg: entry.ecg = paths(word.pieces)
    case .ecgRate: entry.ecgRate = CellRules.rate(word)
    case .ecgUnit: entry.ecgUnit = CellRules.unit(word)
    case .targets: entry.targets = path(word.text)
    case .reference: entry.reference = path(word.text)
    case .sex: entry.sex = CellRules.sex(word)
    }
  }

  mutating func take(_ column: ManifestColumn, list: [String]) {
    let list = paths(list.map { $0.utf8.span.trimmedText })
    switch column {
    case .variants: entry.variants = list
    case .gvcf: entry.gvcf = list
    case .ecg: entry.ecg = list
    default: break
    }
  }

  mutating func carry(_ name: String, _ text: Span<UInt8>) {
    if text.isEmpty { return }
    entry.extras.append(ManifestExtra(name: name, value: text.text))
  }

  private func paths(_ texts: [String]) -> [String] { texts.map(path) }

  private func path(_ text: String) -> String { ManifestPath.absolute(text, in: folder) }
}

/// Makes of the cells of one line, which were checked, only the lists of call sets.
struct CallSetBuilder: CellConsumer {
  private var builder: EntryBuilder

  init(folder: String) { builder = EntryBuilder(row: 0, line: 0, folder: folder) }

  /// The entry, without any other cell.
  var entry: ManifestEntry { builder.entry }

  mutating func take(_ column: ManifestColumn, _ text: Span<UInt8>) {
    if column == .variants || column == .gvcf { builder.take(column, text) }
  }

  mutating func take(_ column: ManifestColumn, list: [String]) {
    if column == .variants || column == .gvcf { builder.take(column, list: list) }
  }

  mutating func carry(_ name: String, _ text: Span<UInt8>) {}
}

/// Makes an entry of the cells of one line and checks them on the way.
struct CheckedEntryBuilder: CellConsumer {
  private var checker: EntryChecker
  private var builder: EntryBuilder

  init(row: Int, line: Int, folder: String) {
    checker = EntryChecker(line: line)
    builder = EntryBuilder(row: row, line: line, folder: folder)
  }

  /// The entry; nil where a cell is at fault.
  consuming func finish() -> ManifestEntry? {
    checker.finish()
    return checker.faults.isEmpty ? builder.entry : nil
  }

  mutating func take(_ column: ManifestColumn, _ text: Span<UInt8>) {
    checker.take(column, text)
    builder.take(column, text)
  }

  mutating func take(_ column: ManifestColumn, list: [String]) {
    checker.take(column, list: list)
    builder.take(column, list: list)
  }

  mutating func carry(_ name: String, _ text: Span<UInt8>) { builder.carry(name, text) }
}
