internal import ChordaeCore
internal import Glibc

/// A manifest's open file, read by place: several threads may read at a time.
///
/// The descriptor is owned here and closed with the last reference.
@safe final class ManifestFile: Sendable {
  let path: String
  let size: Int
  private let descriptor: Int32
  private let modified: timespec

  /// Opens a regular file.
  init(path: String) throws(InputError) {
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let reason: MissingReason = errno == ENOENT ? .fileNotFound : .cannotOpen
      throw InputError(reason, path: path, Self.lastFault)
    }
    var status = stat()
    let result = unsafe fstat(descriptor, &status)
    (self.path, size, modified) = (path, Int(status.st_size), status.st_mtim)
    guard result == 0 else { throw InputError(.cannotOpen, path: path, Self.lastFault) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw InputError(
        .unsupported, path: path, "not a regular file: a manifest is read more than once")
    }
  }

  deinit { close(descriptor) }

  /// Whether the file has the size and the time of change that it had when it was opened.
  var isUnchanged: Bool {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return false }
    return Int(status.st_size) == size && status.st_mtim.tv_sec == modified.tv_sec
      && status.st_mtim.tv_nsec == modified.tv_nsec
  }

  /// Reads into the buffer from a place in it to its end, and returns how many bytes came; fewer
  /// than there is room for only at the end of the file.
  func read(
    at offset: Int, into buffer: inout [UInt8], from start: Int
  ) throws(InputError) -> Int {
    var place = start
    while place < buffer.count {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe pread(
          descriptor, UnsafeMutableRawBufferPointer(rebasing: bytes[place...]).baseAddress,
          bytes.count - place, offset + place - start)
      }
      if count == 0 { break }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw InputError(.readFailed, path: path, at: .byte(offset + place - start), Self.lastFault)
      }
      place += count
    }
    return place - start
  }

  private static var lastFault: String { unsafe String(cString: strerror(errno)) }
}
