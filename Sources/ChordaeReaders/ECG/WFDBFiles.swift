internal import ChordaeCore

/// The files that a WFDB record is made of, by their names and places.
enum WFDBFiles {
  /// A record's header, by the path of it or of the record.
  static func headerPath(of path: String) -> String {
    let isRecordName = !path.hasSuffix(".hea") && ByteFile.exists(path + ".hea")
    return isRecordName ? path + ".hea" : path
  }

  /// A record's name with its folder.
  static func recordPath(ofHeader path: String) -> String {
    path.hasSuffix(".hea") ? String(path.dropLast(4)) : path
  }

  /// A signal file or segment beside the header or in a folder below it; nil for any other place.
  static func path(of name: String, besideHeader headerPath: String) -> String? {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !parts.contains(where: { $0.isEmpty || $0 == ".." }), name != "-" else { return nil }
    let slash = headerPath.lastIndex(of: "/")
    return slash.map { headerPath[...$0] + name } ?? name
  }

  /// Reads and parses a header.
  static func header(path: String) throws(InputError) -> WFDBHeader {
    let file = try ByteFile(path: path)
    guard file.size <= WFDBHeader.longestHeader else {
      throw InputError(
        .malformed, path: path, "The file is too large for a WFDB header; give the .hea file.")
    }
    var bytes: [UInt8] = []
    try file.read(file.size, at: 0, into: &bytes)
    return try WFDBHeader(parsing: bytes, path: path)
  }

  /// The paths of all headers and signal files of a record, each once, its own header first; the
  /// header alone where it cannot be read.
  static func all(headerPath: String) -> [String] {
    var seen: Set<String> = [headerPath]
    var paths = [headerPath]
    func add(_ path: String?) { if let path, seen.insert(path).inserted { paths.append(path) } }
    guard let header = try? header(path: headerPath) else { return paths }
    for segment in header.segments where segment.name != "~" {
      guard let path = path(of: segment.name + ".hea", besideHeader: headerPath) else { continue }
      guard seen.insert(path).inserted else { continue }
      paths.append(path)
      guard let part = try? Self.header(path: path) else { continue }
      for signal in part.signals where signal.fileName != "~" {
        add(Self.path(of: signal.fileName, besideHeader: path))
      }
    }
    for signal in header.signals where signal.fileName != "~" {
      add(path(of: signal.fileName, besideHeader: headerPath))
    }
    return paths
  }
}
