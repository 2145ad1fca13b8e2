package import ChordaeCore
internal import Glibc

/// A regular file opened for reading: one owner of its descriptor, which closes it.
///
/// Files are read and never mapped: a file that shrinks on a network file system gives a short
/// read here, where a mapping would kill the process.
package struct ByteFile: ~Copyable {
  package let path: String
  /// Bytes of the file when it was opened.
  package let size: Int
  private let descriptor: CInt
  private let modified: timespec

  /// Opens a file; a folder, a pipe or a device is refused, as is what cannot be opened.
  package init(path: String) throws(InputError) {
    // Not blocking: opening a pipe would otherwise wait for a writer.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let code = errno
      let missing = code == ENOENT || code == ENOTDIR
      throw InputError(
        missing ? .fileNotFound : .cannotOpen, path: path,
        "The file cannot be opened: \(Self.text(ofError: code)).")
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw InputError(
        .cannotOpen, path: path, "This is not a regular file; give the path of a file.")
    }
    self.path = path
    self.descriptor = descriptor
    size = Int(status.st_size)
    modified = status.st_mtim
  }

  deinit { close(descriptor) }

  /// Whether the file still has the size and the time of change that it had when it was opened.
  package var isUnchanged: Bool {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 && Int(status.st_size) == size
      && status.st_mtim.tv_sec == modified.tv_sec && status.st_mtim.tv_nsec == modified.tv_nsec
  }

  /// Fills the buffer with up to `count` bytes from `offset`; it is shorter only at the file's end.
  package func read(
    _ count: Int, at offset: Int, into buffer: inout [UInt8]
  ) throws(InputError) {
    precondition(count >= 0 && offset >= 0)
    if buffer.count != count { buffer = [UInt8](repeating: 0, count: count) }
    var filled = 0
    while filled < count {
      let result = unsafe buffer.withUnsafeMutableBytes { bytes in
        // The rest of the buffer: filled < count == bytes.count.
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[filled...])
        return unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
      }
      if result < 0 && errno == EINTR { continue }
      guard result >= 0 else {
        throw InputError(
          .readFailed, path: path, at: .byte(offset + filled),
          "The file cannot be read: \(Self.text(ofError: errno)).")
      }
      if result == 0 { break }
      filled += result
    }
    if filled < count { buffer.removeLast(count - filled) }
  }

  /// Whether a regular file is there.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private static func text(ofError code: CInt) -> String {
    // strerror gives a static text for every code that the C library knows.
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}
