internal import ChordaeCore

/// A manifest's open file, read by place: several threads may read at a time.
final class ManifestFile: Sendable {
  private let bytes: ByteFile

  /// Opens a regular file: a manifest is read more than once.
  init(path: String) throws(InputError) { bytes = try ByteFile(path: path) }

  var path: String { bytes.path }
  var size: Int { bytes.size }

  /// Whether the file has the size and the time of change that it had when it was opened.
  var isUnchanged: Bool { bytes.isUnchanged }

  /// Fills the buffer with up to `count` bytes; it is shorter only at the file's end.
  func read(_ count: Int, at offset: Int, into buffer: inout [UInt8]) throws(InputError) {
    try bytes.read(count, at: offset, into: &buffer)
  }
}
