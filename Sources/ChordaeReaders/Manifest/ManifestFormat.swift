/// How a manifest's text is laid out, as its name's extension says.
enum ManifestFormat: Sendable {
  /// Cells between separators, the first line names the columns: CSV (RFC 4180) and TSV, which
  /// quotes as CSV does. A line break inside quotes is a fault: one line is one patient.
  case delimited(separator: UInt8)
  /// One JSON object a line, its keys name the columns.
  case jsonLines

  /// The format of a file by its name; nil where the extension is none of the known ones.
  init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    switch path[dot...].dropFirst().lowercased() {
    case "csv": self = .delimited(separator: UInt8(ascii: ","))
    case "tsv", "tab": self = .delimited(separator: UInt8(ascii: "\t"))
    case "jsonl", "ndjson": self = .jsonLines
    default: return nil
    }
  }
}
