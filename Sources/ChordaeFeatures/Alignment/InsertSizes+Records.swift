internal import ChordaeCore
internal import ChordaeKernels

extension InsertSizes {
  /// Takes in a mapped record with bases, where `samtools stats` finds an insert size in it.
  @inline(__always)
  mutating func add(_ record: AlignmentRecord) {
    guard record.flags.isOriginalMappedPair,
      record.templateLength != 0 || record.contig == record.mateContig
    else { return }
    add(templateLength: record.templateLength, record.pairOrientation)
  }
}

extension AlignmentRecord {
  /// How the mates lie to each other, as `samtools stats` sees it from either.
  @inline(__always)
  var pairOrientation: InsertSizes.Orientation {
    guard flags.contains(.reverse) != flags.contains(.mateReverse) else { return .other }
    let isFirst = flags.contains(.read1)
    let firstComesFirst = isFirst ? mateStart >= start : mateStart <= start
    // The mates face opposite ways: the first read is forward where this one is both or neither.
    let firstIsForward = isFirst != flags.contains(.reverse)
    return firstComesFirst == firstIsForward ? .inward : .outward
  }
}
