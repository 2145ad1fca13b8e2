import ChordaeCore
import ChordaeFeatures

/// The names of the manifest's columns that may be carried through to the patients table.
enum CarriedColumns {
  /// Refuses a name that the table has already, or that would make a row's reasons ambiguous.
  static func check(_ names: [String]) throws(ExtractionError) {
    var seen: Set<String> = []
    for name in names {
      guard seen.insert(name).inserted else {
        throw .settings("the column '\(name)' is to be carried twice")
      }
      guard !name.isEmpty, !name.contains(where: { "=;.".contains($0) }) else {
        throw .settings("a column with '=', ';' or '.' in its name ('\(name)') cannot be carried")
      }
      guard !taken.contains(name) else {
        throw .settings(
          "the column '\(name)' cannot be carried: the patients table has its own of this name")
      }
    }
  }

  /// The columns of every row and the first words of all groups, which name columns in `reasons`.
  private static let taken: Set<String> = {
    let own = [RowColumns.patientID, RowColumns.status, RowColumns.reasons].map(\.id)
    let words = FeatureRegistry.groups.map { String($0.id.prefix { $0 != "." }) }
    return Set(own + words)
  }()
}
