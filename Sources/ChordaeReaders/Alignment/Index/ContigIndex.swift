/// What an index says of one contig.
public struct ContigIndex: Sendable, Equatable {
  /// For each window a virtual offset from which all records that reach into it are met.
  ///
  /// It is that of the first of them; where there is none, that of the first behind it. The offsets
  /// never fall; a CRAI has none.
  /// A CSI has bins only, so that a window in which no record lies whole gets the offset of the
  /// window before, and the windows may end before the last that a record reaches into.
  public let windows: [Int]
  /// The virtual offsets from the first record to past the last; nil without records, and in a CRAI.
  public let offsets: Range<Int>?
  /// Mapped reads on the contig, secondary and supplementary ones among them; nil where the index
  /// does not say.
  public let mappedCount: Int?
  /// Unmapped reads that have their mate's place on the contig; nil as above.
  public let unmappedCount: Int?
  /// The slices of a CRAM that hold the contig's records; empty in the other forms.
  public let slices: [CRAMSlice]

  init(
    windows: [Int] = [], offsets: Range<Int>? = nil, mappedCount: Int? = nil,
    unmappedCount: Int? = nil, slices: [CRAMSlice] = []
  ) {
    self.windows = windows
    self.offsets = offsets
    self.mappedCount = mappedCount
    self.unmappedCount = unmappedCount
    self.slices = slices
  }
}

/// A slice of a CRAM as the index tells of it, once for each contig that it holds.
public struct CRAMSlice: Sendable, Equatable {
  /// 0-based start of the contig's first record in it.
  public let start: Int
  /// Past the contig's last base that a record of it lies on.
  public let end: Int
  /// The byte of the file at which its container starts.
  public let containerOffset: Int
  /// Bytes from the end of the container's header to the slice.
  public let sliceOffset: Int
  /// Bytes of the slice.
  public let byteCount: Int
}
