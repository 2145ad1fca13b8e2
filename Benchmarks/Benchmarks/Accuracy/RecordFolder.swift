import Foundation

/// A folder of WFDB records.
struct RecordFolder {
  /// Paths without extension of all records, in order of their names.
  private let records: [String]

  /// The records in a folder; nil where it cannot be listed.
  init?(_ path: String) {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return nil }
    records =
      names.filter { $0.hasSuffix(".hea") }.map { String($0.dropLast(4)) }
      .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
      .map { path + "/" + $0 }
  }

  /// The records that have an annotation file with an extension, and their signals beside it.
  func records(annotated annotator: String) -> [String] {
    records.filter {
      FileManager.default.fileExists(atPath: "\($0).\(annotator)")
        && FileManager.default.fileExists(atPath: "\($0).dat")
    }
  }

  /// A record's name.
  static func name(_ path: String) -> String {
    String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...])
  }
}
