/// One thing that is wrong with a manifest's text.
public struct ManifestFault: Sendable, Equatable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// The column's name; nil where the line as a whole is at fault.
  public let column: String?
  /// What is wrong and what to do, without the patient's id.
  public let detail: String

  /// A fault.
  public init(line: Int, column: String? = nil, _ detail: String) {
    self.line = line
    self.column = column
    self.detail = detail
  }

  public var description: String {
    "line \(line): " + (column.map { "\($0): " } ?? "") + detail
  }
}

/// Why a manifest cannot be used.
public enum ManifestError: Error, Sendable, Equatable {
  /// The file cannot be opened or read.
  case unreadable(InputError)
  /// The text is at fault: the first faults in the order of their lines, and how many there are.
  case faults(path: String, first: [ManifestFault], count: Int)
  /// The file was changed after it was checked.
  case changed(path: String)
}
