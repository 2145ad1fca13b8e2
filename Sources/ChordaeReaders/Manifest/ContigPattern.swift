public import ChordaeCore
internal import Glibc

/// A path in whose file name `{contig}` stands for a contig's name, one file a contig.
public struct ContigPattern: Sendable, Hashable {
  private let folder: String
  private let prefix: String
  private let suffix: String

  /// The pattern of a path; nil where it holds no `{contig}`.
  public init?(path: String) {
    guard let parts = ManifestPath.split(path[...]) else { return nil }
    let before = parts.prefix.utf8
    let slash = before.lastIndex(of: UInt8(ascii: "/"))
    folder = slash.map { String(Substring(before[...$0])) } ?? "./"
    prefix = String(Substring(slash.map { before[$0...].dropFirst() } ?? before))
    suffix = String(parts.suffix)
  }

  /// The files of a call set: each pattern among the paths in place of the files that match it, in
  /// the natural order of their names (chr2 before chr10).
  ///
  /// Lists the folders of patterns.
  public static func expand(_ paths: [String]) throws(InputError) -> [String] {
    var files: [String] = []
    for path in paths {
      guard let pattern = ContigPattern(path: path) else {
        files.append(path)
        continue
      }
      let found = try pattern.files()
      guard !found.isEmpty else {
        throw InputError(
          .fileNotFound, path: path,
          "no file of the folder fits the pattern: look for a misspelling")
      }
      files += found
    }
    return files
  }

  /// The contig's name within a file's name; nil where the name does not fit.
  func contig(in name: String) -> Substring? {
    let (name, prefix, suffix) = (name.utf8, prefix.utf8, suffix.utf8)
    guard name.count > prefix.count + suffix.count, name.starts(with: prefix),
      name.suffix(suffix.count).elementsEqual(suffix)
    else { return nil }
    let contig = Substring(name.dropFirst(prefix.count).dropLast(suffix.count))
    // Hidden files are left-overs of copies and editors.
    return prefix.isEmpty && contig.utf8.first == UInt8(ascii: ".") ? nil : contig
  }

  private func files() throws(InputError) -> [String] {
    guard let directory = unsafe opendir(folder) else {
      let reason: MissingReason = errno == ENOENT ? .fileNotFound : .cannotOpen
      throw InputError(
        reason, path: folder, "the folder of a {contig} pattern cannot be listed")
    }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { bytes in
        unsafe bytes.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if contig(in: name) != nil { names.append(name) }
    }
    return names.sorted(by: Self.comesBefore).map { folder + $0 }
  }

  /// The natural order: runs of digits compare as numbers, all else byte by byte.
  static func comesBefore(_ a: String, _ b: String) -> Bool {
    var (x, y) = (Substring(a).utf8, Substring(b).utf8)
    func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
    while let p = x.first, let q = y.first {
      if isDigit(p), isDigit(q) {
        let (m, n) = (x.prefix(while: isDigit), y.prefix(while: isDigit))
        let (s, t) = (m.drop { $0 == 0x30 }, n.drop { $0 == 0x30 })
        if s.count != t.count { return s.count < t.count }
        if !s.elementsEqual(t) { return s.lexicographicallyPrecedes(t) }
        (x, y) = (x.dropFirst(m.count), y.dropFirst(n.count))
      } else {
        if p != q { return p < q }
        (x, y) = (x.dropFirst(), y.dropFirst())
      }
    }
    if x.isEmpty != y.isEmpty { return x.isEmpty }
    return a.utf8.lexicographicallyPrecedes(b.utf8)
  }
}
