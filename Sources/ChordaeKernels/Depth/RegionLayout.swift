/// A stretch of a contig whose bases belong to a region; a region may have several, all on one
/// contig, none of which overlap.
public struct RegionPart: Sendable {
  /// Index of the contig.
  public let contig: Int
  public let start: Int
  public let end: Int
  /// Index of the region.
  public let region: Int

  /// A stretch.
  public init(contig: Int, start: Int, end: Int, region: Int) {
    self.contig = contig
    self.start = start
    self.end = end
    self.region = region
  }
}

/// Where regions lie, in the order in which a sweep along the contigs meets them; made once for a
/// file, however many chunks it is read in.
public struct RegionLayout: Sendable {
  private let partsByContig: [Int: [RegionPart]]
  /// Bases of each region.
  public let lengths: [Int]
  /// How many parts that are not empty each region has.
  let partCounts: [Int32]

  /// The layout of so many regions.
  public init(_ parts: [RegionPart], regionCount: Int) {
    var lengths = [Int](repeating: 0, count: regionCount)
    var partCounts = [Int32](repeating: 0, count: regionCount)
    for part in parts where part.start < part.end {
      lengths[part.region] += part.end - part.start
      partCounts[part.region] += 1
    }
    self.lengths = lengths
    self.partCounts = partCounts
    partsByContig = Dictionary(grouping: parts.filter { $0.start < $0.end }) { $0.contig }
      .mapValues { $0.sorted { $0.start < $1.start } }
  }

  /// The parts on a contig by their starts.
  public func parts(onContig contig: Int) -> [RegionPart] { partsByContig[contig] ?? [] }

  /// The contigs that have parts, ascending.
  public var contigs: [Int] { partsByContig.keys.sorted() }
}
