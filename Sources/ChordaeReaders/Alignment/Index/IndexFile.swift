internal import CHTSlib
internal import ChordaeCore
internal import Glibc

/// Reads the bytes of an index, inflated where they are compressed.
enum IndexFile {
  /// The most that a compressed index may inflate to: a hundred times that of a deep human genome.
  static let byteLimit = 1 << 28
  private static let readSize = 1 << 18

  /// The bytes of a file that is plain, BGZF or gzip.
  static func read(_ path: String) throws(InputError) -> [UInt8] {
    let local = try HTSLibrary.localPath(path)
    var status = stat()
    guard unsafe stat(local, &status) == 0, let stream = unsafe bgzf_open(local, "r") else {
      throw InputError(.cannotOpen, path: path, unsafe String(cString: strerror(errno)))
    }
    defer { unsafe bgzf_close(stream) }
    let limit = max(byteLimit, Int(status.st_size))
    var bytes: [UInt8] = []
    var filled = 0
    while true {
      bytes += [UInt8](repeating: 0, count: readSize)
      let count = unsafe bytes.withUnsafeMutableBytes { bytes in
        // Safe: `readSize` bytes are there behind those that are filled.
        unsafe bgzf_read(stream, bytes.baseAddress?.advanced(by: filled), readSize)
      }
      guard count >= 0 else {
        throw InputError(
          .checksumMismatch, path: path, at: .byte(Int(unsafe htell(stream.pointee.fp))),
          "a compressed block of the index is damaged: make it again (samtools index)")
      }
      filled += count
      guard filled <= limit else {
        throw InputError(
          .unsupported, path: path, "the index inflates to more than \(limit >> 20) MiB")
      }
      if count < readSize { break }
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }
}
