internal import ChordaeCore

/// Which columns a manifest may have beside its own.
public enum ExtraColumns: Sendable, Equatable {
  /// These, which entries then hold: each must be there, and any other is a fault.
  case only([String])
  /// Any, and entries hold them all; a name that seems to mean one of the manifest's own columns
  /// (`vcf`, `aligment`) is a fault, since its files would be left out silently.
  case any
}

/// What a manifest's column is to the reader.
enum ColumnRole: Sendable, Equatable {
  case known(ManifestColumn)
  /// Carried along under its name.
  case extra(String)
  /// A column of the manifest that the run also wants to carry along.
  case both(ManifestColumn)
  /// Not to be there.
  case unknown

  /// The manifest's own column; nil for others.
  var column: ManifestColumn? {
    switch self {
    case .known(let column), .both(let column): column
    case .extra, .unknown: nil
    }
  }
}

extension ExtraColumns {
  /// What the column of a name is.
  func role(of name: String) -> ColumnRole {
    if let column = ManifestColumn(rawValue: name) {
      let isCarried = column != .patientID && required.contains(name)
      return isCarried ? .both(column) : .known(column)
    }
    switch self {
    case .only(let names): return names.contains(name) ? .extra(name) : .unknown
    case .any: return Self.meant(by: name) == nil ? .extra(name) : .unknown
    }
  }

  /// The names that must be in the manifest.
  var required: [String] {
    if case .only(let names) = self { names } else { [] }
  }

  private static func meant(by name: String) -> String? {
    let word = String(name.lowercased().map { $0 == "-" || $0 == " " || $0 == "." ? "_" : $0 })
    return ManifestColumn.meant(by: word)?.rawValue
      ?? nearestName(to: word, among: ManifestColumn.allCases.lazy.map(\.rawValue))
  }

  /// What is wrong with an unknown column's name.
  static func advice(for name: String) -> String {
    if let near = meant(by: name) { return "unknown column: did you mean '\(near)'?" }
    return "unknown column: take it out, or carry it along with --carry \(name)"
  }
}
