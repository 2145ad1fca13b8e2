internal import Glibc

/// One open file of the state; closed with its owner.
///
/// It is safe since the descriptor never leaves it but to the crash handler, which only writes.
struct StateDescriptor: ~Copyable, Sendable {
  let number: Int32
  private let path: String

  /// Opens a file; throws `cannotRead` where it is only to be read, else `cannotWrite`.
  init(_ path: String, _ flags: Int32) throws(StateError) {
    let number = unsafe open(path, flags | O_CLOEXEC, 0o666)
    guard number >= 0 else {
      throw flags & (O_WRONLY | O_RDWR) == 0
        ? .cannotRead(path: path, errno: errno) : .cannotWrite(path: path, errno: errno)
    }
    self.number = number
    self.path = path
  }

  deinit { close(number) }

  /// Fills the buffer from the file's place and returns how many bytes there were; 0 at its end.
  func read(into buffer: inout [UInt8]) throws(StateError) -> Int {
    while true {
      let count = unsafe Glibc.read(number, &buffer, buffer.count)
      if count >= 0 { return count }
      guard errno == EINTR else { throw .cannotRead(path: path, errno: errno) }
    }
  }

  /// Writes all bytes; with O_APPEND one call of the system takes them whole on any sound disk.
  func write(_ bytes: [UInt8]) throws(StateError) {
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes[start...].withUnsafeBytes {
        unsafe Glibc.write(number, $0.baseAddress, $0.count)
      }
      if count > 0 {
        start += count
      } else if count == 0 || errno != EINTR {
        throw .cannotWrite(path: path, errno: count == 0 ? EIO : errno)
      }
    }
  }

  /// Waits until the disk has what was written.
  func sync() throws(StateError) {
    guard fsync(number) == 0 else { throw .cannotWrite(path: path, errno: errno) }
  }
}
