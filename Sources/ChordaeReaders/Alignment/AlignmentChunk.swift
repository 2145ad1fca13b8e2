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

  /// The places in a batch of the records that the chunk owns: context comes before them, the next
  /// chunk's records behind.
  func ownedRecords(of batch: AlignmentBatch) -> Range<Int> {
    let records = batch.records
    var (start, end) = (0, records.count)
    if let last = records.last, Self.place(of: last) >= range.upperBound {
      end = records.firstIndex { Self.place(of: $0) >= range.upperBound } ?? end
    }
    if let first = records.first, Self.place(of: first) < range.lowerBound {
      start = records[..<end].firstIndex { Self.place(of: $0) >= range.lowerBound } ?? end
    }
    return start..<end
  }

  private static func place(of record: AlignmentRecord) -> AlignmentPosition {
    AlignmentPosition(contig: Int(record.contig), start: record.start)
  }
}
