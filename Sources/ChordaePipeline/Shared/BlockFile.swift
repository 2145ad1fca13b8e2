import Glibc

/// What is wrong with the block file of a shared source.
public enum SharedBlockError: Error, Sendable, Equatable {
  /// It cannot be read.
  case cannotRead(path: String, errno: Int32)
  /// It cannot be written: disk full, no permission.
  case cannotWrite(path: String, errno: Int32)
  /// It is not what was written: remove it, it is made again.
  case damaged(path: String, detail: String)
}

/// An open file of a block, closed with its owner.
///
/// It is safe since the descriptor never leaves it.
struct BlockFile: ~Copyable {
  let path: String
  private let descriptor: Int32

  /// Opens a file to be read; nil where there is none.
  init?(reading path: String) throws(SharedBlockError) {
    let opened = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else {
      if errno == ENOENT { return nil }
      throw .cannotRead(path: path, errno: errno)
    }
    descriptor = opened
    self.path = path
  }

  /// Creates a file to be written, in the place of an older one.
  init(writing path: String) throws(SharedBlockError) {
    let opened = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard opened >= 0 else { throw .cannotWrite(path: path, errno: errno) }
    descriptor = opened
    self.path = path
  }

  deinit { _ = close(descriptor) }

  /// Bytes in the file.
  func length() throws(SharedBlockError) -> Int {
    let end = lseek(descriptor, 0, SEEK_END)
    guard end >= 0 else { throw .cannotRead(path: path, errno: errno) }
    return Int(end)
  }

  /// Reads bytes at a place; a file that ends before them is damaged.
  func read(_ count: Int, at offset: Int) throws(SharedBlockError) -> [UInt8] {
    var fault: SharedBlockError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
      while done < count, fault == nil {
        let got = unsafe pread(
          descriptor, buffer.baseAddress.map { unsafe $0 + done }, count - done, offset + done)
        if got > 0 {
          done += got
        } else if got == 0 {
          fault = .damaged(path: path, detail: "it ends early")
        } else if errno != EINTR {
          fault = .cannotRead(path: path, errno: errno)
        }
      }
    }
    if let fault { throw fault }
    return bytes
  }

  /// Writes bytes at the end.
  func write(_ bytes: [UInt8]) throws(SharedBlockError) {
    var done = 0
    while done < bytes.count {
      let put = unsafe bytes[done...].withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if put > 0 {
        done += put
      } else if put == 0 || errno != EINTR {
        throw .cannotWrite(path: path, errno: put == 0 ? EIO : errno)
      }
    }
  }

  /// Writes bytes in the place of others.
  func write(_ bytes: [UInt8], at offset: Int) throws(SharedBlockError) {
    let put = unsafe bytes.withUnsafeBytes {
      unsafe pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset))
    }
    guard put == bytes.count else {
      throw .cannotWrite(path: path, errno: put < 0 ? errno : EIO)
    }
  }

  /// Whether bytes are the same.
  static func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    unsafe isSame(a.span.bytes, b.span.bytes)
  }

  static func isSame(_ a: RawSpan, _ b: RawSpan) -> Bool {
    guard a.byteCount == b.byteCount else { return false }
    return unsafe a.withUnsafeBytes { a in
      unsafe b.withUnsafeBytes { b in
        // Both have as many bytes as are compared.
        guard let first = a.baseAddress, let second = b.baseAddress else { return true }
        return unsafe memcmp(first, second, a.count) == 0
      }
    }
  }

  /// Waits until the disk has what was written.
  func sync() throws(SharedBlockError) {
    guard fsync(descriptor) == 0 else { throw .cannotWrite(path: path, errno: errno) }
  }

  /// Gives the file its name and makes the name last over a power cut.
  func rename(to name: String) throws(SharedBlockError) {
    guard unsafe Glibc.rename(path, name) == 0 else {
      throw .cannotWrite(path: name, errno: errno)
    }
    let folder = name.lastIndex(of: "/").map { String(name[..<$0]) } ?? "."
    let opened = unsafe open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { throw .cannotWrite(path: folder, errno: errno) }
    defer { _ = close(opened) }
    // Some network file systems refuse this on a folder; their server orders the names itself.
    guard fsync(opened) == 0 || errno == EINVAL else {
      throw .cannotWrite(path: folder, errno: errno)
    }
  }

  /// Removes the file's name.
  func remove() { _ = unsafe unlink(path) }
}
