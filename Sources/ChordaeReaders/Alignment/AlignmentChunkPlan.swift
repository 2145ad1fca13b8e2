internal import ChordaeCore

/// Splits an indexed BAM into chunks that are read side by side.
///
/// Chunks are cut at windows of the linear index, finer than a contig, where about equal shares of
/// the compressed file lie between them. Nothing that is computed as a whole (a gene, a target) is
/// cut.
public struct AlignmentChunkPlan: Sendable {
  /// The chunks in the order of the file; none where it is not worth splitting.
  public let chunks: [AlignmentChunk]

  /// Plans chunks.
  ///
  /// - Parameters:
  ///   - windows: For each contig the virtual offset of the first record that reaches into each
  ///     window, 0 where that is not known.
  ///   - windowLength: Bases of a window.
  ///   - firstOffset: The virtual offset of the first record.
  ///   - uncut: Stretches by contig that lie in one chunk each.
  ///   - byteCount: Compressed bytes that a chunk holds at least.
  public init(
    windows: [[Int]], windowLength: Int, firstOffset: Int, uncut: [Int: [Range<Int>]],
    byteCount: Int
  ) {
    var borders = [(offset: firstOffset, place: AlignmentChunk.start)]
    for (contig, offsets) in windows.enumerated() {
      let guarded = Self.merged(uncut[contig] ?? [])
      for (window, offset) in offsets.enumerated() where offset > 0 {
        guard let last = borders.last, (offset >> 16) - (last.offset >> 16) >= byteCount else {
          continue
        }
        let start = window * windowLength
        guard !Self.cuts(guarded, at: start) else { continue }
        // A contig's first chunk takes in placed reads without a position, too.
        let place = AlignmentPosition(contig: contig, start: window == 0 ? -1 : start)
        borders.append((offset: offset, place: place))
      }
    }
    guard borders.count > 1 else {
      chunks = []
      return
    }
    let ends = borders.dropFirst().map(\.place) + [AlignmentChunk.end]
    chunks = zip(borders, ends).map { border, end in
      AlignmentChunk(offset: border.offset, range: border.place..<end)
    }
  }

  /// Stretches in order, those that overlap or touch made one.
  private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
    ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, next in
      if let last = merged.last, next.lowerBound < last.upperBound {
        merged[merged.count - 1] =
          last.lowerBound..<max(last.upperBound, next.upperBound)
      } else {
        merged.append(next)
      }
    }
  }

  /// Whether a place lies within one of the stretches, which are in order and apart.
  private static func cuts(_ ranges: [Range<Int>], at place: Int) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= place { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound < place
  }
}
