internal import ChordaeCore
internal import Glibc

/// Reads and writes the small files of the state; what is written is there whole or not at all.
enum StateFile {
  /// The bytes of a file; nil where there is none.
  static func read(_ path: String) throws(StateError) -> [UInt8]? {
    guard exists(path) else { return nil }
    var bytes: [UInt8] = []
    try chunks(of: path) { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// Hands over a file in pieces of at most 256 KiB.
  static func chunks(
    of path: String, _ body: (ArraySlice<UInt8>) -> Void
  ) throws(StateError) {
    let file = try StateDescriptor(path, O_RDONLY)
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let count = try file.read(into: &buffer)
      if count == 0 { return }
      body(buffer[..<count])
    }
  }

  /// Hands over each line that ends with a line feed, without it, and leaves out empty ones; a last
  /// line without its end was torn by a death and is passed over.
  static func lines(of path: String, _ body: ([UInt8]) -> Void) throws(StateError) {
    var line: [UInt8] = []
    try chunks(of: path) { chunk in
      var rest = chunk
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        line.append(contentsOf: rest[..<end])
        if !line.isEmpty { body(line) }
        line.removeAll(keepingCapacity: true)
        rest = rest[(end + 1)...]
      }
      line.append(contentsOf: rest)
    }
  }

  /// The SHA-256 of a file, in hexadecimal digits.
  static func digest(of path: String) throws(StateError) -> String {
    var digest = SHA256()
    try chunks(of: path) { digest.update($0) }
    return digest.finish()
  }

  /// Writes a file under a temporary name and gives it its own once the disk has it.
  ///
  /// With `ifAbsent` a file that is there already stays, also where another process makes it at the
  /// same moment.
  static func write(
    _ bytes: [UInt8], to path: String, temporary: String, ifAbsent: Bool = false
  ) throws(StateError) {
    do {
      let file = try StateDescriptor(temporary, O_WRONLY | O_CREAT | O_TRUNC)
      try file.write(bytes)
      try file.sync()
    } catch {
      _ = unsafe unlink(temporary)
      throw error
    }
    try ifAbsent ? link(temporary, to: path) : rename(temporary, to: path)
    try syncFolder(of: path)
  }

  private static func rename(_ temporary: String, to path: String) throws(StateError) {
    guard unsafe Glibc.rename(temporary, path) == 0 else {
      let code = errno
      _ = unsafe unlink(temporary)
      throw .cannotWrite(path: path, errno: code)
    }
  }

  private static func link(_ temporary: String, to path: String) throws(StateError) {
    let code = unsafe Glibc.link(temporary, path) == 0 ? 0 : errno
    switch code {
    case 0, EEXIST: _ = unsafe unlink(temporary)
    // Some shared file systems have no hard links: there the later of two writers wins.
    default: try exists(path) ? remove(temporary) : rename(temporary, to: path)
    }
  }

  /// Makes the names in a file's folder last over a power cut.
  static func syncFolder(of path: String) throws(StateError) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let code = try StateDescriptor(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY)
    // Some network file systems refuse this on a folder; their server orders the names itself.
    guard fsync(code.number) == 0 || errno == EINVAL else {
      throw .cannotWrite(path: folder, errno: errno)
    }
  }

  /// Makes a folder and those above it; one that is there already is fine.
  static func makeFolder(_ path: String) throws(StateError) {
    if unsafe mkdir(path, 0o777) == 0 || errno == EEXIST { return }
    let code = errno
    guard code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw .cannotWrite(path: path, errno: code)
    }
    try makeFolder(String(path[..<slash]))
    guard unsafe mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw .cannotWrite(path: path, errno: errno)
    }
  }

  /// Removes a file; one that is not there is fine.
  static func remove(_ path: String) throws(StateError) {
    guard unsafe unlink(path) == 0 || errno == ENOENT else {
      throw .cannotWrite(path: path, errno: errno)
    }
  }

  /// The names in a folder, sorted by their bytes; none where there is no such folder.
  static func names(in path: String) throws(StateError) -> [String] {
    guard let folder = unsafe opendir(path) else {
      if errno == ENOENT { return [] }
      throw .cannotRead(path: path, errno: errno)
    }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether there is a file.
  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// This process, for temporary names.
  static var processID: Int { Int(getpid()) }

  /// The number that the file system knows a file by; 0 where there is none.
  static func number(of path: String) -> UInt64 {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? UInt64(status.st_ino) : 0
  }

  /// The operating system's code for a file that is not there.
  static let notFound = ENOENT

  /// What the operating system says of a code.
  static func message(_ code: Int32) -> String {
    var text = [CChar](repeating: 0, count: 256)
    guard unsafe strerror_r(code, &text, text.count) == 0 else { return "error \(code)" }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
