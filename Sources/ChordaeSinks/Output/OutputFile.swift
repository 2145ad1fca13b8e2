import ChordaeCore
import Glibc

/// A file that appears under its name only when it is complete and on the disk.
///
/// Bytes go to a temporary file in the same folder, named `.<name>.tmp`, so that readers of the
/// folder pass over it. ``finish()`` flushes it, renames it and makes the name durable. A file that
/// is dropped unfinished is removed; one that a killed process left is replaced by the next run.
public struct OutputFile: ~Copyable, Sendable {
  /// The final name.
  public let path: String
  /// Bytes given to the file so far.
  public private(set) var byteCount = 0
  private let temporaryPath: String
  /// -1 once closed.
  private var descriptor: Int32
  /// Whether the temporary name is this file's to remove.
  private var ownsTemporary = true
  private var buffer: [UInt8] = []
  private var digest = SHA256()
  private static let bufferSize = 256 << 10

  /// Creates the temporary file; its folder must exist.
  public init(path: String) throws(SinkError) {
    let (folder, name) = Self.split(path)
    let temporaryPath = "\(folder)/.\(name).tmp"
    // What an earlier run left goes first: writing into it could follow a link to somewhere else.
    unsafe unlink(temporaryPath)
    let descriptor = unsafe open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.creation(path, errno) }
    self.init(path: path, temporaryPath: temporaryPath, descriptor: descriptor)
  }

  /// A file on a descriptor that is open already, so that tests can write to a full device.
  package init(path: String, temporaryPath: String, descriptor: Int32) {
    self.path = path
    self.temporaryPath = temporaryPath
    self.descriptor = descriptor
    buffer.reserveCapacity(Self.bufferSize)
  }

  /// Writes a small text file whole: a state file, a dictionary, a report.
  @discardableResult
  public static func write(_ text: String, to path: String) throws(SinkError) -> WrittenFile {
    var file = try OutputFile(path: path)
    try file.write(Array(text.utf8))
    return try file.finish()
  }

  /// Appends bytes; a full disk may show only in a later call.
  public mutating func write(_ bytes: [UInt8]) throws(SinkError) {
    byteCount += bytes.count
    if buffer.count + bytes.count > Self.bufferSize { try flush() }
    if bytes.count >= Self.bufferSize {
      try send(bytes)
    } else {
      buffer += bytes
    }
  }

  /// Flushes the file to the disk and gives it its final name, in place of a file that has it.
  ///
  /// The file and its name outlast a power cut once this returns.
  public consuming func finish() throws(SinkError) -> WrittenFile {
    try flush()
    guard fsync(descriptor) == 0 else { throw .write(path, errno: errno) }
    ownsTemporary = isStillNamed()
    guard ownsTemporary else { throw .takenByAnotherRun(path: path) }
    // Even a failed close gives the descriptor back, so it is never closed twice.
    let status = close(descriptor)
    descriptor = -1
    guard status == 0 else { throw .write(path, errno: errno) }
    guard unsafe rename(temporaryPath, path) == 0 else {
      throw .cannotRename(path: path, errno: errno)
    }
    ownsTemporary = false
    try Self.syncFolder(of: path)
    return WrittenFile(path: path, byteCount: byteCount, sha256: digest.finish())
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if ownsTemporary { unsafe unlink(temporaryPath) }
  }

  /// Whether the temporary name still leads to the open file: a second run of the same part would
  /// have replaced it, and renaming would publish the other's half-written file.
  private func isStillNamed() -> Bool {
    var opened = stat()
    var named = stat()
    return unsafe fstat(descriptor, &opened) == 0 && lstat(temporaryPath, &named) == 0
      && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }

  private mutating func flush() throws(SinkError) {
    try send(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  private mutating func send(_ bytes: [UInt8]) throws(SinkError) {
    digest.update(bytes.span)
    try OutputDescriptor(number: descriptor, path: path).write(bytes.span)
  }

  private static func syncFolder(of path: String) throws(SinkError) {
    let folder = unsafe open(split(path).folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .write(path, errno: errno) }
    defer { close(folder) }
    // Some network file systems cannot sync a folder; their names are durable without it.
    guard fsync(folder) == 0 || errno == EINVAL || errno == ENOTSUP else {
      throw .write(path, errno: errno)
    }
  }

  private static func split(_ path: String) -> (folder: String, name: Substring) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path[...]) }
    let folder = path[..<slash]
    return (folder.isEmpty ? "/" : String(folder), path[path.index(after: slash)...])
  }

  private static func creation(_ path: String, _ code: Int32) -> SinkError {
    code == ENOSPC || code == EDQUOT
      ? .noSpace(path: path) : .cannotCreate(path: path, errno: code)
  }
}
