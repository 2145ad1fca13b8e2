/// A stretch of a contig whose bases are counted by depth apart from the rest.
///
/// Unlike a region it costs nothing beside the count of its contig, however long it is, and may be
/// cut by chunks. Stretches do not overlap each other.
public struct DepthStretch: Sendable, Equatable {
  /// Index of the contig.
  public let contig: Int
  public let start: Int
  public let end: Int
  /// The counts that it adds to; several stretches may share them.
  public let index: Int

  /// A stretch.
  public init(contig: Int, start: Int, end: Int, index: Int) {
    precondition(0 <= start && start <= end && index >= 0)
    self.contig = contig
    self.start = start
    self.end = end
    self.index = index
  }
}
