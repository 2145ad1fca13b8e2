internal import ChordaeCore

extension AlignmentIndex {
  /// Contigs that a CRAI may name: it gives no count, and a number alone must not ask for memory.
  private static let contigLimit = 1 << 22
  /// Slices that it may name, so that no sum of their bytes overflows: a deep human genome has a
  /// hundredth of it.
  private static let sliceLimit = 1 << 23

  /// Reads the lines of a CRAI: contig, 1-based start, bases, byte of the container, byte of the
  /// slice behind the container's header, bytes of the slice.
  static func crai(
    _ start: IndexCursor, path: String
  ) throws(IndexCursor.Fault) -> AlignmentIndex {
    var cursor = start
    var slices: [Int: [CRAMSlice]] = [:]
    var (contigCount, sliceCount, lastOffset) = (0, 0, 0)
    while cursor.left > 0 {
      let place = cursor.place
      let tab = UInt8(ascii: "\t")
      let contig = try cursor.decimal(before: tab)
      let (start, span) = (try cursor.decimal(before: tab), try cursor.decimal(before: tab))
      let container = try cursor.decimal(before: tab)
      let slice = try cursor.decimal(before: tab)
      let size = try cursor.decimal(before: UInt8(ascii: "\n"))
      guard contig >= -1, contig < contigLimit,
        [start, span, slice, size].allSatisfy({ (0...Int(Int32.max)).contains($0) }),
        (0...Int.max >> 16).contains(container), sliceCount < sliceLimit
      else { throw IndexCursor.Fault(place: place) }
      sliceCount += 1
      lastOffset = max(lastOffset, container + slice + size)
      guard contig >= 0 else { continue }
      contigCount = max(contigCount, contig + 1)
      let first = max(0, start - 1)
      slices[contig, default: []].append(
        CRAMSlice(
          start: first, end: first + span, containerOffset: container, sliceOffset: slice,
          byteCount: size))
    }
    return AlignmentIndex(
      path: path, kind: .crai,
      contigs: (0..<contigCount).map { ContigIndex(slices: slices[$0] ?? []) },
      unplacedCount: nil, windowLength: 1 << windowShift, lastOffset: lastOffset)
  }
}
