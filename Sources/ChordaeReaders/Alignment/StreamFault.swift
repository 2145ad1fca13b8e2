internal import CHTSlib
internal import ChordaeCore
internal import Glibc

/// What is wrong with the compressed stream below the records, where htslib noted something.
struct StreamFault {
  let reason: MissingReason
  let place: InputError.Place
  let detail: String

  /// Reads htslib's error bits; nil where the stream itself is sound.
  init?(of file: UnsafeMutablePointer<htsFile>, path: String) {
    guard let stream = unsafe chordae_hts_bgzf(file) else { return nil }
    let bits = unsafe chordae_bgzf_error(stream)
    place = .virtualOffset(Int(unsafe chordae_bgzf_virtual_offset(stream)))
    if unsafe herrno(stream.pointee.fp) != 0 {
      reason = .readFailed
      detail = unsafe "reading failed: \(String(cString: strerror(herrno(stream.pointee.fp))))"
    } else if bits & BGZF_ERR_CRC == 0, unsafe Self.isAtEnd(of: path, stream) {
      // A block that is cut short may also fail to inflate, but never comes to its checksum.
      reason = .truncated
      detail = "the file ends in the middle of a record or block: copy it again"
    } else if bits & (BGZF_ERR_CRC | BGZF_ERR_ZLIB) != 0 {
      reason = .checksumMismatch
      detail = "a compressed block is damaged (its checksum does not hold): copy the file again"
    } else if bits != 0 {
      reason = .malformed
      detail = "no BGZF block starts here: the file is damaged"
    } else {
      return nil
    }
  }

  /// Whether the stream has used the file up.
  private static func isAtEnd(of path: String, _ stream: UnsafeMutablePointer<BGZF>) -> Bool {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return false }
    return unsafe htell(stream.pointee.fp) >= status.st_size
  }
}
