internal import CHTSlib
internal import ChordaeCore
internal import Glibc

/// The lines of a text file, plain, gzip or BGZF, one after the other.
///
/// It owns the open file and the line's memory, and frees both.
@safe struct TextLines: ~Copyable {
  let path: String
  /// The number of the line that was read last, from 1.
  private(set) var number = 0
  private let file: UnsafeMutablePointer<BGZF>
  private var buffer = unsafe kstring_t()

  /// Opens a file; BGZF must end with its end-of-file block.
  init(path: String) throws(InputError) {
    unsafe file = try unsafe Self.open(path)
    self.path = path
  }

  deinit {
    unsafe bgzf_close(file)
    unsafe free(buffer.s)
  }

  /// The next line without its end; nil after the last.
  mutating func next() throws(InputError) -> String? {
    try next { line in
      unsafe line.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
  }

  /// What `body` makes of the next line's bytes, without its end; nil after the last.
  mutating func next<Result>(_ body: (Span<UInt8>) -> Result) throws(InputError) -> Result? {
    let length = unsafe Int(bgzf_getline(file, CInt(UInt8(ascii: "\n")), &buffer))
    if length == -1 { return nil }
    guard length >= 0 else {
      throw InputError(
        .checksumMismatch, path: path, at: .line(number + 1),
        "the compressed data are damaged or cut short: copy the file again")
    }
    number += 1
    // The bytes stay as they are until the next line is asked for.
    let bytes = unsafe UnsafeRawBufferPointer(start: buffer.s, count: length)
    let line = unsafe Span<UInt8>(_unsafeElements: bytes.assumingMemoryBound(to: UInt8.self))
    let end = length > 0 && line[length - 1] == UInt8(ascii: "\r") ? length - 1 : length
    return body(line.extracting(..<end))
  }

  private static func open(_ path: String) throws(InputError) -> UnsafeMutablePointer<BGZF> {
    guard let file = unsafe bgzf_open(try HTSLibrary.localPath(path), "r") else {
      throw InputError(.cannotOpen, path: path, unsafe String(cString: strerror(errno)))
    }
    guard unsafe bgzf_compression(file) != 2 || bgzf_check_EOF(file) != 0 else {
      unsafe bgzf_close(file)
      throw InputError(
        .noEndOfFileBlock, path: path, "the end-of-file block is missing: copy the file again")
    }
    return unsafe file
  }
}
