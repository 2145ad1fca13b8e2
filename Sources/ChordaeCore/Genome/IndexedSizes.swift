/// What the index of an alignment tells of its whole content, without a look at any record.
public struct IndexedSizes: Sendable, Equatable {
  /// For each contig of the header the compressed sizes of its windows of 16,384 bases (of more in a
  /// CSI of greater ones), in a unit that depends on the form of the index.
  public let windowSizes: [[Int]]
  /// Mapped reads, secondary and supplementary ones among them; nil where the index does not say.
  public let mappedCount: Int?
  /// Unmapped reads, with and without their mate's place; nil as above.
  public let unmappedCount: Int?

  /// The sizes of an index.
  public init(windowSizes: [[Int]], mappedCount: Int?, unmappedCount: Int?) {
    self.windowSizes = windowSizes
    self.mappedCount = mappedCount
    self.unmappedCount = unmappedCount
  }
}
