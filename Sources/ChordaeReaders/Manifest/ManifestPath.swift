internal import ChordaeCore

/// The rules for paths in a manifest.
enum ManifestPath {
  /// What stands for a contig's name in a pattern.
  static let contig = "{contig}"

  /// The absolute path, without `.` and empty parts; `..` stays, since a link may lie before it.
  ///
  /// The folder is an absolute path that ends in `/`.
  static func absolute(_ path: String, in folder: String) -> String {
    let isAbsolute = path.utf8.first == UInt8(ascii: "/")
    let whole = isAbsolute ? path : joined(folder, path)
    guard needsCleaning(path) else { return whole }
    let parts = whole.utf8.split(separator: UInt8(ascii: "/"))
      .filter { !$0.elementsEqual(".".utf8) }
    return "/" + parts.map { String(Substring($0)) }.joined(separator: "/")
  }

  /// What is wrong with a path that may hold a pattern; nil where nothing is.
  static func patternFault(_ path: String, allowsPattern: Bool) -> String? {
    guard let parts = split(path[...]) else { return nil }
    if !allowsPattern { return "\(contig) is for 'variants' and 'gvcf' only" }
    let suffix = parts.suffix
    if split(suffix) != nil { return "\(contig) may stand once in a name" }
    if suffix.utf8.contains(UInt8(ascii: "/")) {
      return "\(contig) must stand in the file's name, not in its folder's"
    }
    return suffix.isEmpty ? "the name must go on after \(contig), as in {contig}.vcf.gz" : nil
  }

  /// What stands before and behind the first `{contig}`; nil where there is none.
  ///
  /// By bytes: a combining mark behind it would hide it among characters.
  static func split(_ path: Substring) -> (prefix: Substring, suffix: Substring)? {
    var rest = path.utf8
    while let brace = rest.firstIndex(of: UInt8(ascii: "{")) {
      rest = rest[brace...]
      if rest.starts(with: contig.utf8) {
        return (path[..<brace], Substring(rest.dropFirst(contig.utf8.count)))
      }
      rest.removeFirst()
    }
    return nil
  }

  /// The URL scheme that a path begins with: letters, digits, `+`, `-` and `.` before `://`, or one
  /// of the schemes that need no slashes before a single colon.
  static func scheme(_ path: String) -> String? {
    guard let colon = path.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let word = path[..<colon]
    guard let first = word.utf8.first, first.isLetter,
      word.utf8.allSatisfy({ $0.isLetter || $0.isDigit || "+-.".utf8.contains($0) })
    else { return nil }
    let scheme = word.lowercased()
    return path[colon...].hasPrefix("://") || bareSchemes.contains(scheme) ? scheme : nil
  }

  private static let bareSchemes: Set = [
    "data", "drs", "file", "ftp", "ftps", "gs", "hdfs", "http", "https", "htsget", "preload", "s3",
  ]

  private static func joined(_ folder: String, _ path: String) -> String {
    var whole = ""
    whole.reserveCapacity(folder.utf8.count + path.utf8.count)
    whole += folder
    whole += path
    return whole
  }

  /// Whether a path has an empty part, or one that begins with a point.
  private static func needsCleaning(_ path: String) -> Bool {
    let bytes = path.utf8.span
    var isAtStart = bytes.isEmpty || bytes[0] != UInt8(ascii: "/")
    for place in bytes.indices {
      let isSlash = bytes[place] == UInt8(ascii: "/")
      if isAtStart, isSlash || bytes[place] == UInt8(ascii: ".") { return true }
      isAtStart = isSlash
    }
    return isAtStart
  }
}
