/// A complete file on the disk.
public struct WrittenFile: Sendable, Hashable {
  public let path: String
  public let byteCount: Int
  /// The digest of its bytes, as 64 lower-case hexadecimal digits.
  public let sha256: String
}
