internal import ChordaeCore
internal import ChordaeKernels

/// The genes and the intervals of a panel as regions whose depth and callability are counted.
///
/// A gene is the union of the intervals that share its name on one contig; its name is the BED
/// file's fourth column, else `contig:start-end` in the file's own numbers. Genes and intervals keep
/// the panel's contig names, so that rows are the same for every patient, whatever the alignments
/// call them.
struct PanelRegions: Sendable {
  /// Depths whose bases are counted in each region.
  static let thresholds: [Int32] = [1, 10, 20, 30]

  /// A gene on one contig.
  struct Gene: Sendable {
    let name: String
    let contig: String
    /// Places of its intervals in the panel.
    fileprivate(set) var intervals: [Int]
  }

  /// In the order in which the panel names them.
  let genes: [Gene]
  /// In the panel's order.
  let intervals: [GenomicInterval]
  /// The genes as regions, then the intervals.
  let layout: RegionLayout
  /// The genes alone.
  let callability: CallabilityLayout
  /// Per gene the contig and what lies between its first base and its last.
  let spans: [(contig: Int, range: Range<Int>)]

  /// The regions of a panel whose intervals lie on these contigs of the header.
  init(_ panel: [GenomicInterval], contigs: [Int]) {
    let genes = Self.genes(of: panel)
    let unions = genes.enumerated().map { place, gene in
      let contig = contigs[gene.intervals[0]]
      let union = MergedIntervals(gene.intervals.map { (0, panel[$0].start..<panel[$0].end) })[0]
      return union.map { range in
        RegionPart(contig: contig, start: range.lowerBound, end: range.upperBound, region: place)
      }
    }
    let singles = panel.enumerated().map { index, interval in
      RegionPart(
        contig: contigs[index], start: interval.start, end: interval.end,
        region: genes.count + index)
    }
    let bases = unions.flatMap { $0 }
    self.genes = genes
    intervals = panel
    layout = RegionLayout(bases + singles, regionCount: genes.count + panel.count)
    callability = CallabilityLayout(RegionLayout(bases, regionCount: genes.count))
    spans = unions.compactMap { parts in
      guard let first = parts.first, let last = parts.last else { return nil }
      return (first.contig, first.start..<last.end)
    }
  }

  /// The depth of a gene by its place.
  func depth(ofGene gene: Int, in profile: DepthProfile) -> RegionDepth {
    depth(ofRegion: gene, in: profile)
  }

  /// The depth of an interval by its place.
  func depth(ofInterval interval: Int, in profile: DepthProfile) -> RegionDepth {
    depth(ofRegion: genes.count + interval, in: profile)
  }

  /// A region on a contig without reads has no depth in the profile.
  private func depth(ofRegion region: Int, in profile: DepthProfile) -> RegionDepth {
    profile.regions[region]
      ?? .unread(length: layout.lengths[region], thresholds: Self.thresholds)
  }

  private static func genes(of panel: [GenomicInterval]) -> [Gene] {
    struct Key: Hashable {
      let name: String
      let contig: String
    }
    var places: [Key: Int] = [:]
    var genes: [Gene] = []
    for (index, interval) in panel.enumerated() {
      let key = Key(name: name(of: interval), contig: interval.contig)
      let place = places[key, default: genes.count]
      if place == genes.count {
        places[key] = place
        genes.append(Gene(name: key.name, contig: key.contig, intervals: []))
      }
      genes[place].intervals.append(index)
    }
    return genes
  }

  private static func name(of interval: GenomicInterval) -> String {
    if let name = interval.name, !name.isEmpty { return name }
    return "\(interval.contig):\(interval.start)-\(interval.end)"
  }
}
