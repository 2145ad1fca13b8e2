internal import ChordaeCore

extension AlignmentIndex {
  /// Windows of all contigs together that a CSI's bins may reach: 137 billion bases in usual windows.
  static let windowLimit = 1 << 23
  /// Bases of the windows that BAI and most CSI have, as a power of two.
  static let windowShift = 14

  /// Reads what follows the magic number of a BAI.
  static func bai(
    _ start: IndexCursor, path: String
  ) throws(IndexCursor.Fault) -> AlignmentIndex {
    var cursor = start
    var contigs: [ContigIndex] = []
    var lastOffset = 0
    for _ in 0..<(try cursor.count(ofSize: 8)) {
      var bins = IndexBins(levels: 5, hasOffsets: false)
      try bins.read(&cursor)
      let windows = try windows(&cursor)
      lastOffset = max(lastOffset, bins.offsets?.upperBound ?? 0, windows.last ?? 0)
      contigs.append(bins.contig(windows: windows))
    }
    return AlignmentIndex(
      path: path, kind: .bai, contigs: contigs, unplacedCount: try unplacedCount(&cursor),
      windowLength: 1 << windowShift, lastOffset: lastOffset)
  }

  /// Reads what follows the magic number of a CSI.
  static func csi(
    _ start: IndexCursor, path: String
  ) throws(IndexCursor.Fault) -> AlignmentIndex {
    var cursor = start
    let (shift, levels) = (try cursor.word(), try cursor.word())
    guard levels <= 9, shift + 3 * levels <= 40 else { throw cursor.fault }
    try cursor.skip(try cursor.count(ofSize: 1))
    var contigs: [ContigIndex] = []
    var (lastOffset, windowCount) = (0, 0)
    for _ in 0..<(try cursor.count(ofSize: 4)) {
      var bins = IndexBins(levels: levels, hasOffsets: true)
      try bins.read(&cursor)
      guard let windows = bins.windows(shift: shift, limit: windowLimit - windowCount) else {
        throw cursor.fault
      }
      windowCount += windows.count
      lastOffset = max(lastOffset, bins.offsets?.upperBound ?? 0, windows.last ?? 0)
      contigs.append(bins.contig(windows: windows))
    }
    return AlignmentIndex(
      path: path, kind: .csi, contigs: contigs, unplacedCount: try unplacedCount(&cursor),
      windowLength: 1 << max(shift, windowShift), lastOffset: lastOffset)
  }

  /// The linear index of a contig; a window without records, which some writers leave 0, gets the
  /// offset of the next one that has some, as in htslib 1.16.
  private static func windows(_ cursor: inout IndexCursor) throws(IndexCursor.Fault) -> [Int] {
    let start = cursor.place
    let count = try cursor.count(ofSize: 8)
    var windows: [Int] = []
    windows.reserveCapacity(count)
    for _ in 0..<count { windows.append(try cursor.longWord()) }
    while windows.last == 0 { windows.removeLast() }
    for index in windows.indices.dropLast().reversed() {
      if windows[index] == 0 { windows[index] = windows[index + 1] }
      // The first record that reaches into a window never comes before that of the window before.
      guard windows[index] <= windows[index + 1] else { throw IndexCursor.Fault(place: start) }
    }
    return windows
  }

  private static func unplacedCount(_ cursor: inout IndexCursor) throws(IndexCursor.Fault) -> Int? {
    guard cursor.left > 0 else { return nil }
    return try cursor.readCount()
  }
}
