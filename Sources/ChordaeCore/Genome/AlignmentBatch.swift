/// Alignment records as plain numbers, refilled in place.
///
/// A record's fixed fields stand in `records`; its name and CIGAR lie side by side in `words`, as
/// in BAM, so that a reader copies both as one stretch.
public struct AlignmentBatch: Sendable {
  /// Records that fill a batch.
  public static let recordLimit = 4_096
  /// Words that fill a batch (4 MB): only records with very long CIGARs come so far.
  public static let wordLimit = 1 << 20

  public var records: [AlignmentRecord] = []
  public var words: [UInt32] = []

  /// An empty batch.
  public init() {
    records.reserveCapacity(Self.recordLimit)
  }

  public var count: Int { records.count }

  /// Empties the batch and keeps its memory.
  public mutating func removeAll() {
    records.removeAll(keepingCapacity: true)
    words.removeAll(keepingCapacity: true)
  }
}
