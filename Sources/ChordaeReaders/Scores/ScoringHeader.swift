/// What the lines before the table of a scoring file say.
package struct ScoringHeader: Sendable {
  /// The catalogue's id, else the score's name; empty where neither is given.
  package private(set) var id = ""
  package private(set) var name = ""
  package private(set) var trait = ""
  /// The build of the harmonised positions, else that of the authors'; nil where it is not said.
  package var assemblyName: String? { harmonisedBuild ?? build }
  /// Whether the catalogue has placed the rows in a build of its own.
  package var isHarmonised: Bool { harmonisedBuild != nil }
  private var build: String?
  private var harmonisedBuild: String?
  private var version: String?

  /// Takes a line that starts with `#`; gives what is wrong with it.
  mutating func take(_ line: String) -> String? {
    guard !line.hasPrefix("##"), let equals = line.firstIndex(of: "=") else {
      // The catalogue's first format had blanks around its keys and other columns.
      return line.hasPrefix("# PGS ID")
        ? "the file has format 1; take the catalogue's format 2.0" : nil
    }
    let key = line[line.index(after: line.startIndex)..<equals]
    let value = String(line[line.index(after: equals)...])
    let known = value.isEmpty || value == "NR" ? nil : value
    switch key {
    case "pgs_id": id = value
    case "pgs_name": name = value
    case "trait_reported": trait = value
    case "genome_build": build = known
    case "HmPOS_build": harmonisedBuild = known
    case "format_version" where !value.hasPrefix("2."):
      return "format_version=\(value): only 2.0 is read"
    default: break
    }
    return nil
  }

  /// The score's id in names of columns: what is no letter, digit or `_` becomes `_`.
  func identifier(file: String) -> String {
    let text = !id.isEmpty ? id : !name.isEmpty ? name : file
    let words = text.utf8.split { byte in
      !(byte == UInt8(ascii: "_") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20)
    }
    return words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "_")
  }
}
