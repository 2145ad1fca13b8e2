/// Depth of coverage of one contig, of the positions that reads or their chunk reach.
public struct ContigDepth: Sendable, Equatable {
  /// By mosdepth's definition; bases of depth 0 may be left out.
  public var counts = DepthCounts()
  /// What to add to `counts` for the definition of `samtools depth -s`: bases, some of them fewer.
  public var samtoolsDifference = DepthCounts()

  /// By the definition of `samtools depth -s`; bases of depth 0 may be left out.
  public var samtoolsCounts: DepthCounts {
    var counts = counts
    counts.add(samtoolsDifference)
    return counts
  }
}

/// Depth of coverage of a whole file, or of a chunk of it.
public struct DepthProfile: Sendable, Equatable {
  public private(set) var contigs: [Int: ContigDepth] = [:]
  /// The figures of regions that lie in this chunk, by their index.
  public private(set) var regions: [Int: RegionDepth] = [:]
  /// The depths of the targets that lie in this chunk.
  public private(set) var targets = TargetDepth()
  /// The depths of stretches by their index; bases of depth 0 may be left out.
  public private(set) var stretches: [Int: DepthCounts] = [:]

  /// The depth of nothing.
  public init() {}

  mutating func add(_ depth: ContigDepth, contig: Int) {
    contigs[contig, default: ContigDepth()].counts.add(depth.counts)
    contigs[contig, default: ContigDepth()].samtoolsDifference.add(depth.samtoolsDifference)
  }

  mutating func add(stretches: [Int: DepthCounts]) {
    for (index, counts) in stretches { self.stretches[index, default: DepthCounts()].add(counts) }
  }

  mutating func add(_ regions: [Int: RegionDepth]) {
    self.regions.merge(regions) { first, _ in first }
  }

  mutating func add(_ targets: TargetDepth) {
    self.targets.add(targets)
  }

  /// Takes in the profile of the chunk that follows.
  public mutating func merge(_ next: DepthProfile) {
    for (contig, depth) in next.contigs { add(depth, contig: contig) }
    add(next.regions)
    add(next.targets)
    add(stretches: next.stretches)
  }

  /// The depths of all bases of a contig, those without reads among them.
  public func counts(ofContig contig: Int, length: Int) -> DepthCounts {
    (contigs[contig]?.counts ?? DepthCounts()).filled(to: length)
  }

  /// The same by the definition of `samtools depth -s`.
  public func samtoolsCounts(ofContig contig: Int, length: Int) -> DepthCounts {
    (contigs[contig]?.samtoolsCounts ?? DepthCounts()).filled(to: length)
  }
}
