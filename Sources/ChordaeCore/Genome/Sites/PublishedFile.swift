/// A published file that states coordinates, told so exactly that anyone can read the same bytes.
public struct PublishedFile: Sendable, Hashable {
  /// Who publishes it: a public source repository (`owner/name`) or a package.
  public let publisher: String
  /// The file's path inside the repository or the package.
  public let path: String
  /// The package's version, or the Git commit, whose id is a digest of every byte it holds.
  public let version: String
  /// SHA-256 of the file's bytes in hexadecimal; nil where only the commit pins them.
  public let sha256: String?
  /// What the file is and which builds it gives, for the dictionary.
  public let content: String

  /// A file of a publisher at a version or commit.
  public init(
    _ publisher: String, _ path: String, version: String, sha256: String? = nil, content: String
  ) {
    self.publisher = publisher
    self.path = path
    self.version = version
    self.sha256 = sha256
    self.content = content
  }

  /// The file in one line, as the dictionary names it.
  public var citation: String {
    "\(publisher) \(path) \(version)" + (sha256.map { " sha256:\($0)" } ?? "")
  }
}
