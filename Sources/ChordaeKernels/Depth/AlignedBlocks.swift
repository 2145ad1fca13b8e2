internal import ChordaeCore

/// The stretches of a contig that a read lies on, by its CIGAR: M, = and X; deletions and skipped
/// regions part them, insertions do not.
struct AlignedBlocks: Sequence, IteratorProtocol {
  private var position: Int
  private let operations: ArraySlice<UInt32>
  private var index: Int

  init(start: Int, cigar: ArraySlice<UInt32>) {
    position = start
    operations = cigar
    index = cigar.startIndex
  }

  /// The next stretch, neighbours merged.
  mutating func next() -> Range<Int>? {
    var block: Range<Int>?
    while index < operations.endIndex {
      let operation = CigarOperation(rawValue: operations[index])
      if operation.isAligned, operation.length > 0 {
        guard block == nil || block?.upperBound == position else { return block }
        block = (block?.lowerBound ?? position)..<position + operation.length
      }
      if operation.consumesReference { position += operation.length }
      index += 1
    }
    return block
  }
}
