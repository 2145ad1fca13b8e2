internal import ChordaeCore

/// Checks the cells of one line, without making an entry of them.
struct EntryChecker: CellConsumer {
  /// The digest of the patient's id; nil without an id.
  private(set) var id: TextDigest?
  private(set) var faults: [ManifestFault] = []
  private let line: Int
  private var hasBareECG = false
  private var hasRate = false
  private var hasUnit = false

  init(line: Int) { self.line = line }

  mutating func take(_ column: ManifestColumn, _ text: Span<UInt8>) {
    if column.isList { return takeList(column, text) }
    if let fault = CellRules.fault(column, text) { return add(column, fault) }
    switch column {
    case .patientID: id = TextDigest(text)
    case .ecgRate: hasRate = !text.trimmedPlace.isEmpty
    case .ecgUnit: hasUnit = !text.trimmedPlace.isEmpty
    default: break
    }
  }

  mutating func take(_ column: ManifestColumn, list: [String]) {
    guard column.isList else { return add(column, "one value, not a list, was expected") }
    for path in list {
      if let fault = CellRules.fault(column, path.utf8.span) { return add(column, fault) }
      noteECG(column, path.utf8.span)
    }
    if list.count > 1 { checkRepeats(column, list) }
  }

  mutating func carry(_ name: String, _ text: Span<UInt8>) {}

  /// Checks what several cells must have in common, after the last one.
  mutating func finish() {
    guard hasRate || hasUnit, !hasBareECG else { return }
    let detail = "only for CSV and NumPy recordings, and 'ecg' names none: leave it empty"
    add(hasRate ? .ecgRate : .ecgUnit, detail)
  }

  private mutating func takeList(_ column: ManifestColumn, _ text: Span<UInt8>) {
    if text.trimmedPlace.isEmpty { return }
    var (start, count) = (0, 0)
    while start <= text.count {
      let end = text.firstPlace(of: UInt8(ascii: ";"), from: start) ?? text.count
      let path = text.extracting(start..<end)
      if let fault = CellRules.fault(column, path) { return add(column, fault) }
      noteECG(column, path)
      (start, count) = (end + 1, count + 1)
    }
    if count > 1 { checkRepeats(column, text.pieces) }
  }

  private mutating func noteECG(_ column: ManifestColumn, _ path: Span<UInt8>) {
    guard column == .ecg, !hasBareECG else { return }
    hasBareECG = path.extracting(path.trimmedPlace).isBareRecording
  }

  private mutating func checkRepeats(_ column: ManifestColumn, _ paths: [String]) {
    // The folder does not matter to what is equal; sets would take what Unicode calls equal.
    let files = paths.map { ManifestPath.absolute($0, in: "/") }.sorted()
    for (a, b) in zip(files, files.dropFirst()) where a.utf8.elementsEqual(b.utf8) {
      return add(column, "a file is named twice")
    }
  }

  private mutating func add(_ column: ManifestColumn, _ detail: String) {
    faults.append(ManifestFault(line: line, column: column.rawValue, detail))
  }
}
