public import ChordaeCore

/// A part of a coordinate-sorted, indexed BAM that is read on its own.
///
/// It owns the records that start within its range. Those before it that reach into it come first, as
/// context, for what is computed by position.
public struct AlignmentChunk: Sendable, Equatable {
  /// The virtual offset from which all records that reach into the range are met.
  public let offset: Int
  /// The places whose records it owns; the last chunk's range ends after the reads without a contig.
  public let range: Range<AlignmentPosition>

  /// A place past all records of any file.
  public static let end = AlignmentPosition(contig: -1, start: Int.max)
  /// The first place of any file.
  public static let start = AlignmentPosition(contig: 0, start: -1)

  /// A chunk.
  public init(offset: Int, range: Range<AlignmentPosition>) {
    self.offset = offset
    self.range = range
  }

  /// Marks the context at the front of a batch and cuts off what belongs to the next chunk; true
  /// where the chunk has ended.
  func cut(_ batch: inout AlignmentBatch, isFirst: Bool) -> Bool {
    var hasEnded = false
    if let last = batch.records.last, Self.place(of: last) >= range.upperBound {
      let end = batch.records.firstIndex { Self.place(of: $0) >= range.upperBound }
      batch.records.removeLast(batch.records.count - (end ?? batch.records.count))
      hasEnded = true
    }
    if let first = batch.records.first, Self.place(of: first) < range.lowerBound {
      let owned = batch.records.firstIndex { Self.place(of: $0) >= range.lowerBound }
      batch.contextCount = owned ?? batch.records.count
    }
    return hasEnded
  }

  private static func place(of record: AlignmentRecord) -> AlignmentPosition {
    AlignmentPosition(contig: Int(record.contig), start: record.start)
  }
}
