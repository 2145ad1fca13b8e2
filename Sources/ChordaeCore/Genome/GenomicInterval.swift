/// A stretch of a contig, 0-based and half-open.
public struct GenomicInterval: Sendable, Hashable {
  public let contig: String
  public let start: Int
  public let end: Int
  /// What the interval stands for, such as a gene; nil where the file names nothing.
  public let name: String?

  public var length: Int { end - start }

  /// An interval; `start` must not lie past `end`.
  public init(contig: String, start: Int, end: Int, name: String? = nil) {
    precondition(0 <= start && start <= end)
    self.contig = contig
    self.start = start
    self.end = end
    self.name = name
  }
}
