internal import CHTSlib
public import ChordaeCore
internal import Glibc

/// Reads a FASTA file through once for the lengths of its sequences and the gaps of its autosomes:
/// text, plain, gzip or BGZF, with or without an index.
public enum ReferenceScan {
  private static let bufferSize = 1 << 20

  /// Gives what the reference holds; nil where the scan was cancelled, which is asked every megabyte.
  ///
  /// Takes seconds for a human genome, and memory for its gaps alone.
  ///
  /// - Throws: What is wrong with the path, the compression or the text.
  public static func gaps(
    path: String, isCancelled: () -> Bool = { false }
  ) throws(InputError) -> ReferenceGaps? {
    guard let file = unsafe bgzf_open(try HTSLibrary.localPath(path), "r") else {
      throw InputError(.cannotOpen, path: path, unsafe String(cString: strerror(errno)))
    }
    defer { unsafe bgzf_close(file) }
    if unsafe bgzf_compression(file) == 2, unsafe bgzf_check_EOF(file) == 0 {
      throw InputError(
        .noEndOfFileBlock, path: path, "the end-of-file block is missing: copy the file again")
    }
    var text = FASTAText(path: path)
    var buffer = [UInt8](repeating: 0, count: bufferSize)
    while true {
      if isCancelled() { return nil }
      let count = unsafe bgzf_read(file, &buffer, buffer.count)
      if count == 0 { break }
      guard count > 0 else {
        throw InputError(
          .checksumMismatch, path: path,
          "the compressed data are damaged or cut short: copy the file again")
      }
      try text.take(unsafe buffer.span.bytes, count: count)
    }
    return try text.finish()
  }
}
