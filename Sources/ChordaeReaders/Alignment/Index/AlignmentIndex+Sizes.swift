public import ChordaeCore

extension AlignmentIndex {
  /// The compressed sizes of the windows and the counts of reads, for the contigs of a header.
  public func sizes(contigCount: Int) -> IndexedSizes {
    let shares = kind == .crai ? slicesShared() : [:]
    let sizes = (0..<contigCount).map { contig -> [Int] in
      guard contig < contigs.count else { return [] }
      return kind == .crai
        ? Self.sizes(ofSlices: contigs[contig].slices, shares)
        : contigs[contig].windowSizes(isFromBins: kind == .csi)
    }
    return IndexedSizes(
      windowSizes: sizes, mappedCount: sum { $0.mappedCount },
      unmappedCount: sum { $0.unmappedCount }.flatMap { placed in
        unplacedCount.map { placed + $0 }
      })
  }

  /// The sum of the contigs' counts; nil where one that has records says nothing.
  private func sum(_ count: (ContigIndex) -> Int?) -> Int? {
    guard kind != .crai else { return nil }
    var sum = 0
    for contig in contigs {
      guard let next = count(contig) ?? (contig.offsets == nil ? 0 : nil) else { return nil }
      sum += next
    }
    return sum
  }

  /// How many contigs each slice is named for, by the byte at which it starts, where more than one.
  private func slicesShared() -> [Int: Int] {
    var counts: [Int: Int] = [:]
    for slice in contigs.lazy.flatMap(\.slices) { counts[slice.place, default: 0] += 1 }
    return counts.filter { $0.value > 1 }
  }

  /// Spreads the bytes of slices, to a 256th, evenly over the bases that they lie on.
  private static func sizes(ofSlices slices: [CRAMSlice], _ shares: [Int: Int]) -> [Int] {
    let length = 1 << windowShift
    let end = min(slices.reduce(0) { max($0, $1.end) }, windowLimit << windowShift)
    var sizes = [Int](repeating: 0, count: (end + length - 1) / length)
    for slice in slices where slice.start < slice.end {
      let size = (slice.byteCount << 8) / (shares[slice.place] ?? 1)
      var start = slice.start
      while start < min(slice.end, end) {
        let stop = min(slice.end, (start / length + 1) * length)
        // At most 2^31 bytes in units of 1/256, times 2^14 bases: below 2^53.
        sizes[start / length] += size * (stop - start) / (slice.end - slice.start)
        start = stop
      }
    }
    return sizes
  }
}

extension CRAMSlice {
  /// Tells slices apart.
  fileprivate var place: Int { containerOffset << 16 ^ sliceOffset }
}

extension ContigIndex {
  /// The bytes of the file from each window's first record to the next window's.
  ///
  /// They are differences of virtual offsets, so in units of 1/65,536 but for the part within a block.
  /// The last window, whose end no offset tells, is left out as indexcov does. htslib merges the bins
  /// of a CSI that are smaller than 64 KiB of the file into greater ones; the bytes of a window that
  /// has a bin are then spread evenly over those up to the next one that has.
  ///
  /// - Parameter isFromBins: Whether windows without a bin of their own have the offset of the window
  ///   before (CSI); else they have that of the next (BAI).
  /// - Returns: A size a window, but for the last.
  func windowSizes(isFromBins: Bool) -> [Int] {
    guard windows.count > 1 else { return [] }
    if !isFromBins { return zip(windows, windows.dropFirst()).map { $1 - $0 } }
    var sizes = [Int](repeating: 0, count: windows.count - 1)
    var first = 0
    for next in 1..<windows.count where windows[next] != windows[first] {
      let size = (windows[next] - windows[first]) / (next - first)
      for window in first..<next { sizes[window] = size }
      first = next
    }
    return sizes
  }
}
