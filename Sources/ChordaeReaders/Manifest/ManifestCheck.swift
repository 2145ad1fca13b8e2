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
  /// Roles of names that take long to tell, for JSON Lines, where each line has its names.
  private var roles: [String: ColumnRole] = [:]
  private let isSecond: Bool

  /// A pass over lines; the second one over the same lines trusts the columns' names.
  init(isSecond: Bool = false) { self.isSecond = isSecond }

  /// What the column of a name is.
  mutating func role(of name: String, _ columns: ExtraColumns) -> ColumnRole {
    guard columns == .any, ManifestColumn(rawValue: name) == nil else {
      return columns.role(of: name)
    }
    if isSecond { return .extra(name) }
    if let role = roles[name] { return role }
    let role = columns.role(of: name)
    if roles.count < Self.kept { roles[name] = role }
    return role
  }

  /// Notes a fault of the text.
  mutating func add(_ fault: ManifestFault) {
    count += 1
    if faults.count < Self.kept { faults.append(fault) }
  }

  /// Notes a column that should not be there, once, however many lines have it.
  mutating func addUnknownColumn(_ name: String, line: Int) {
    guard unknownColumns.count < Self.kept, unknownColumns.insert(name).inserted else { return }
    add(ManifestFault(line: line, column: name, ExtraColumns.advice(for: name)))
  }

  /// Notes that an extra column is there; of any number of them, the first are noted.
  mutating func see(_ extra: String) {
    if extras.count < Self.kept, !extras.contains(extra) { extras.insert(extra) }
  }

  /// Faults that another pass found: of both, the first in the order of lines stay.
  mutating func merge(_ others: [ManifestFault], count otherCount: Int) {
    count += otherCount
    faults = Array((faults + others).sorted { $0.line < $1.line }.prefix(Self.kept))
  }
}
