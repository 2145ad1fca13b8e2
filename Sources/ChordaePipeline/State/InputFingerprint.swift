internal import ChordaeCore
internal import Glibc

/// What tells whether an input is still the file that was read.
///
/// Inodes are left out on purpose: file systems that move data between their servers change them.
/// Size and time catch what was written, the header's digest a file that was put in another's place
/// with its time kept. Costs one `stat` and one read of at most 64 KiB.
public struct InputFingerprint: Sendable, Hashable {
  /// The path as the run opened it.
  public let path: String
  /// The size in bytes; nil where there was no such file.
  public let bytes: Int?
  /// The time of the last change, in nanoseconds since 1970.
  public let modifiedNanoseconds: Int?
  /// SHA-256 of the first 64 KiB; nil where they could not be read.
  public let headerDigest: String?

  /// The fingerprint of a file as it is now; take it before the file is read.
  public init(of path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      self.init(path: path, bytes: nil, modifiedNanoseconds: nil, headerDigest: nil)
      return
    }
    let time = status.st_mtim
    // Only a regular file: the opening of a pipe would wait for its writer.
    let isFile = status.st_mode & S_IFMT == S_IFREG
    self.init(
      path: path, bytes: Int(status.st_size),
      modifiedNanoseconds: time.tv_sec * 1_000_000_000 + time.tv_nsec,
      headerDigest: isFile ? Self.headerDigest(of: path) : nil)
  }

  /// A fingerprint of known figures.
  public init(path: String, bytes: Int?, modifiedNanoseconds: Int?, headerDigest: String?) {
    self.path = path
    self.bytes = bytes
    self.modifiedNanoseconds = modifiedNanoseconds
    self.headerDigest = headerDigest
  }

  /// Whether the file is still as it was.
  public var isUnchanged: Bool { InputFingerprint(of: path) == self }

  /// The size of a file in bytes; nil where there is none.
  static func size(of path: String) -> Int? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? Int(status.st_size) : nil
  }

  private static func headerDigest(of path: String) -> String? {
    guard let file = try? StateDescriptor(path, O_RDONLY) else { return nil }
    var digest = SHA256()
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    var rest = buffer.count
    while rest > 0 {
      guard let count = try? file.read(into: &buffer) else { return nil }
      if count == 0 { break }
      digest.update(buffer[..<min(count, rest)])
      rest -= count
    }
    return digest.finish()
  }

  var json: JSONValue {
    .object([
      ("input", .string(path)), ("bytes", bytes.map { .integer(Int64($0)) } ?? .null),
      ("modified_ns", modifiedNanoseconds.map { .integer(Int64($0)) } ?? .null),
      ("header", headerDigest.map { .string($0) } ?? .null),
    ])
  }

  init?(_ json: JSONValue) {
    guard let path = json["input"]?.text else { return nil }
    self.init(
      path: path, bytes: json["bytes"]?.int, modifiedNanoseconds: json["modified_ns"]?.int,
      headerDigest: json["header"]?.text)
  }

  /// A short digest of several inputs: equal for files that are still what they were.
  static func token(of inputs: [InputFingerprint]) -> String {
    String(SHA256.hex(JSONValue.array(inputs.map(\.json)).lineBytes).prefix(16))
  }
}
