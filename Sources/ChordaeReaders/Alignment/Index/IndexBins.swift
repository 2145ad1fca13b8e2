internal import ChordaeCore

/// The bins of one contig in a BAI or CSI.
struct IndexBins {
  /// Levels below the bin that holds the whole contig.
  private let levels: Int
  /// Whether each bin gives the offset of the first record that reaches into its first window (CSI).
  private let hasOffsets: Bool
  private(set) var offsets: Range<Int>?
  private var counts: (mapped: Int, unmapped: Int)?
  /// The first window of each bin, in windows of the finest level, and the offset that it gives.
  private var firstWindows: [(window: Int, offset: Int)] = []
  /// Past the last window that a bin of the finest level covers.
  private var windowCount = 0

  /// No bins yet.
  init(levels: Int, hasOffsets: Bool) {
    self.levels = levels
    self.hasOffsets = hasOffsets
  }

  /// Takes in all bins of a contig, the one of counts among them.
  mutating func read(_ cursor: inout IndexCursor) throws(IndexCursor.Fault) {
    let countsBin = firstBin(ofLevel: levels + 1) + 1
    for _ in 0..<(try cursor.count(ofSize: hasOffsets ? 16 : 8)) {
      let place = cursor.place
      let bin = try cursor.word()
      let offset = hasOffsets ? try cursor.longWord() : 0
      let chunkCount = try cursor.count(ofSize: 16)
      if bin == countsBin {
        guard chunkCount == 2 else { throw IndexCursor.Fault(place: place) }
        try takeChunk(&cursor)
        counts = (try cursor.readCount(), try cursor.readCount())
        continue
      }
      guard bin < countsBin - 1 else { throw IndexCursor.Fault(place: place) }
      if hasOffsets { take(bin: bin, offset: offset) }
      for _ in 0..<chunkCount { try takeChunk(&cursor) }
    }
  }

  /// What the index says of the contig.
  func contig(windows: [Int]) -> ContigIndex {
    ContigIndex(
      windows: windows, offsets: offsets, mappedCount: counts?.mapped,
      unmappedCount: counts?.unmapped)
  }

  /// The windows of at least 16,384 bases that follow from the bins' offsets, whose finest level has
  /// windows of 2 to the power of `shift` bases; nil where there are more than `limit` of them or
  /// their offsets fall.
  ///
  /// Of a window without a bin of its own only records in greater bins can reach into it, so the
  /// offset before it is the greatest that surely comes before them.
  func windows(shift: Int, limit: Int) -> [Int]? {
    guard windowCount <= limit else { return nil }
    var windows = [Int](repeating: 0, count: windowCount)
    for (window, offset) in firstWindows { windows[window] = max(windows[window], offset) }
    var last = windows.first { $0 > 0 } ?? 0
    for index in windows.indices {
      if windows[index] == 0 { windows[index] = last }
      guard windows[index] >= last else { return nil }
      last = windows[index]
    }
    let finer = 1 << max(0, AlignmentIndex.windowShift - shift)
    return finer == 1 ? windows : stride(from: 0, to: windowCount, by: finer).map { windows[$0] }
  }

  private mutating func takeChunk(_ cursor: inout IndexCursor) throws(IndexCursor.Fault) {
    let (start, end) = (try cursor.longWord(), try cursor.longWord())
    guard start <= end else { throw cursor.fault }
    let all = offsets ?? start..<end
    offsets = min(all.lowerBound, start)..<max(all.upperBound, end)
  }

  private mutating func take(bin: Int, offset: Int) {
    var level = levels
    while bin < firstBin(ofLevel: level) { level -= 1 }
    let window = (bin - firstBin(ofLevel: level)) << (3 * (levels - level))
    firstWindows.append((window, offset))
    windowCount = max(windowCount, window + 1)
  }

  /// The number of a level's first bin: the whole contig is level 0, and each bin has eight below.
  private func firstBin(ofLevel level: Int) -> Int { ((1 << (3 * level)) - 1) / 7 }
}
