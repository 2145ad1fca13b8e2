internal import ChordaeCore

/// The rules for paths in a manifest.
enum ManifestPath {
  /// What stands for a contig's name in a pattern.
  static let contig = "{contig}"

  /// The absolute path, without `.` and empty parts; `..` stays, since a link may lie before it.
  static func absolute(_ path: String, in folder: String) -> String {
    let whole = path.utf8.first == UInt8(ascii: "/") ? path : folder + "/" + path
    guard needsCleaning(whole) else { return whole }
    let parts = whole.utf8.split(separator: UInt8(ascii: "/"))
      .filter { !$0.elementsEqual(".".utf8) }
    return "/" + parts.map { String(Substring($0)) }.joined(separator: "/")
  }

  /// What is wrong with a path's text; nil where nothing is.
  static func fault(_ path: String, allowsPattern: Bool) -> String? {
    if path.isEmpty { return "an empty name between two ';'" }
    if let scheme = scheme(path) {
      return "a path, not a URL, was expected ('\(scheme):'): fetch the file first"
    }
    guard path.utf8.contains(UInt8(ascii: "{")) else { return nil }
    return patternFault(path, allowsPattern: allowsPattern)
  }

  private static func patternFault(_ path: String, allowsPattern: Bool) -> String? {
    let bytes = Array(path.utf8)
    let places = bytes.indices.filter { bytes[$0...].starts(with: contig.utf8) }
    guard let place = places.first else { return nil }
    if !allowsPattern { return "\(contig) is for 'variants' and 'gvcf' only" }
    if places.count > 1 { return "\(contig) may stand once in a name" }
    let suffix = bytes[(place + contig.utf8.count)...]
    if suffix.contains(UInt8(ascii: "/")) {
      return "\(contig) must stand in the file's name, not in its folder's"
    }
    return suffix.isEmpty ? "the name must go on after \(contig), as in {contig}.vcf.gz" : nil
  }

  /// The URL scheme that a path begins with: letters, digits, `+`, `-` and `.` before `://`, or one
  /// of the schemes that need no slashes before a single colon.
  private static func scheme(_ path: String) -> String? {
    guard let colon = path.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let word = path[..<colon]
    guard let first = word.utf8.first, isLetter(first),
      word.utf8.allSatisfy({ isLetter($0) || 0x30...0x39 ~= $0 || "+-.".utf8.contains($0) })
    else { return nil }
    let scheme = word.lowercased()
    return path[colon...].hasPrefix("://") || bareSchemes.contains(scheme) ? scheme : nil
  }

  private static let bareSchemes: Set = [
    "data", "drs", "file", "ftp", "ftps", "gs", "hdfs", "http", "https", "htsget", "preload", "s3",
  ]

  private static func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 }

  private static func needsCleaning(_ path: String) -> Bool {
    var before = UInt8(0)
    for byte in path.utf8 {
      if before == UInt8(ascii: "/"), byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") {
        return true
      }
      before = byte
    }
    return before == UInt8(ascii: "/")
  }
}
