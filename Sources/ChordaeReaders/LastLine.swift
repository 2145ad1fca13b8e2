internal import ChordaeCore
internal import Glibc

/// The end of a plain text file, which has no other mark of being whole.
///
/// VCF asks for it (4.3, 1.1); a row cut inside its last column would else pass for a whole one.
enum LastLine {
  /// Throws where the last line has no end; the message ends with the clause that asks for it.
  static func check(path: String, clause: String = "") throws(InputError) {
    guard let file = unsafe fopen(path, "rb") else { return }
    defer { _ = unsafe fclose(file) }
    // A pipe has no end to look at.
    guard unsafe fseek(file, -1, SEEK_END) == 0, unsafe fgetc(file) != 10 else { return }
    throw InputError(
      .truncated, path: path, at: .byte(unsafe ftell(file)),
      "the last line has no end, so the file may be cut: copy it again, or end the line"
        + clause)
  }
}
