internal import ChordaeCore

/// The faults that a pass over a manifest finds: the first thousand, and how many there are.
struct ManifestCheck {
  /// Faults that are kept, so that a file of nothing but faults needs no more memory than another.
  static let kept = 1000

  private(set) var faults: [ManifestFault] = []
  private(set) var count = 0
  /// Extra columns that were there.
  private(set) var extras: Set<String> = []
  private var unknownColumns: Set<String> = []

  /// Notes a fault of the text.
  mutating func add(_ fault: ManifestFault) {
    count += 1
    if faults.count < Self.kept { faults.append(fault) }
  }

  /// Notes a column that should not be there, once, however many lines have it.
  mutating func addUnknownColumn(_ name: String, _ detail: String, line: Int) {
    guard unknownColumns.count < Self.kept, unknownColumns.insert(name).inserted else { return }
    add(ManifestFault(line: line, column: name, detail))
  }

  /// Notes that an extra column is there.
  mutating func see(_ extra: String) {
    if !extras.contains(extra) { extras.insert(extra) }
  }

  /// Faults that another pass found: of both, the first in the order of lines stay.
  mutating func merge(_ others: [ManifestFault], count others_: Int) {
    count += others_
    faults = Array((faults + others).sorted { $0.line < $1.line }.prefix(Self.kept))
  }
}
