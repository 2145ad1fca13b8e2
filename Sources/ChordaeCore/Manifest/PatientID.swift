/// A patient's pseudonym as the manifest spells it.
public struct PatientID: Sendable, Hashable, CustomStringConvertible {
  public let text: String

  /// An id with its text.
  public init(_ text: String) { self.text = text }

  public var description: String { text }

  // Swift's strings are equal where Unicode calls them equivalent; two ids are the same only where
  // their bytes are, as in every table that the rows are joined with later.

  /// Ids are equal where their bytes are.
  public static func == (a: PatientID, b: PatientID) -> Bool {
    a.text.utf8.elementsEqual(b.text.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}
