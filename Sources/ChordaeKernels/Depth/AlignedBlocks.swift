internal import ChordaeCore

/// The stretches of a contig that a read lies on, by its CIGAR: M, = and X; deletions and skipped
/// regions part them, insertions do not.
struct AlignedBlocks {
  private var position: Int
  private var byte: Int
  private var remaining: Int

  /// The stretches of a record, whose CIGAR lies in its batch's bytes.
  init(of record: AlignmentRecord) {
    position = record.start
    byte = record.cigarByte
    remaining = Int(record.cigarCount)
  }

  /// The next stretch, neighbours merged.
  mutating func next(in bytes: RawSpan) -> Range<Int>? {
    var block: Range<Int>?
    while remaining > 0 {
      let operation = CigarOperation(rawValue: bytes.word(at: byte))
      if operation.isAligned, operation.length > 0 {
        guard block == nil || block?.upperBound == position else { return block }
        block = (block?.lowerBound ?? position)..<position + operation.length
      }
      if operation.consumesReference { position += operation.length }
      byte += 4
      remaining -= 1
    }
    return block
  }

  /// All stretches that are left.
  mutating func all(in bytes: RawSpan) -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    while let block = next(in: bytes) { blocks.append(block) }
    return blocks
  }
}
