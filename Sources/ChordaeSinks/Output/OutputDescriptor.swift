import Glibc

/// Writes bytes to a file descriptor that somebody else owns and closes.
///
/// What a single `write` leaves open is settled here: short and interrupted writes go on, a
/// descriptor in non-blocking mode is waited for, and a closed pipe is an error, never a signal.
struct OutputDescriptor {
  let number: Int32
  /// What errors call the file.
  let path: String

  /// Writes all bytes; blocks until the last is taken.
  func write(_ bytes: Span<UInt8>) throws(SinkError) {
    unsafe try bytes.withUnsafeBytes { buffer throws(SinkError) in
      var rest = unsafe buffer[...]
      while unsafe !rest.isEmpty {
        let written = unsafe Self.write(number, UnsafeRawBufferPointer(rebasing: rest))
        if written.count < 0 { try recover(from: written.errno) }
        unsafe rest = rest.dropFirst(max(0, written.count))
      }
    }
  }

  /// Returns where a write may be tried again.
  private func recover(from code: Int32) throws(SinkError) {
    switch code {
    case EINTR: return
    case EAGAIN:
      var wait = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
      _ = unsafe poll(&wait, 1, -1)
    default: throw .write(path, errno: code)
    }
  }

  /// One `write` during which SIGPIPE is held back from this thread, and taken off it afterwards.
  ///
  /// The process's own handling of the signal stays as it is: a library must not change it.
  private static func write(
    _ number: Int32, _ bytes: UnsafeRawBufferPointer
  ) -> (count: Int, errno: Int32) {
    var pipe = sigset_t()
    var pending = sigset_t()
    var before = sigset_t()
    unsafe sigemptyset(&pipe)
    unsafe sigaddset(&pipe, SIGPIPE)
    unsafe sigpending(&pending)
    let wasPending = unsafe sigismember(&pending, SIGPIPE) == 1
    unsafe pthread_sigmask(SIG_BLOCK, &pipe, &before)
    let count = unsafe Glibc.write(number, bytes.baseAddress, bytes.count)
    let code = errno
    if count < 0, code == EPIPE, !wasPending {
      var none = timespec()
      while unsafe sigtimedwait(&pipe, nil, &none) == -1 && errno == EINTR {}
    }
    unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    return (count, code)
  }
}
