/// The bases of regions in tiles of a few thousand, in the order in which a sweep along the contigs
/// meets them; made once for a file, however many chunks it is read in.
public struct CallabilityLayout: Sendable {
  /// Bases of a tile at most: what is counted of a base is held for the tiles that reads lie on.
  static let tileBases = 4_096

  /// Neighbouring bases that all belong to regions.
  struct Tile {
    let start: Int
    let end: Int
    /// The segments of regions in it.
    let segments: Range<Int>
  }

  /// What of a tile belongs to a region, from the tile's start on.
  struct Segment {
    let region: Int
    let bases: Range<Int>
  }

  /// The tiles of a contig and the segments that they name.
  struct ContigTiles {
    var tiles: [Tile] = []
    var segments: [Segment] = []
  }

  private let contigs: [Int: ContigTiles]

  /// The layout of regions' parts.
  public init(_ regions: RegionLayout) {
    contigs = Dictionary(
      uniqueKeysWithValues: regions.contigs.map { contig in
        (contig, ContigTiles(over: regions.parts(onContig: contig)))
      })
  }

  /// The tiles of a contig.
  func tiles(onContig contig: Int) -> ContigTiles { contigs[contig] ?? ContigTiles() }
}

extension CallabilityLayout.ContigTiles {
  /// The tiles over parts that come ascending.
  init(over parts: [RegionPart]) {
    var active: [RegionPart] = []
    var next = 0
    let stretches = MergedIntervals(parts.lazy.map { (contig: 0, range: $0.start..<$0.end) })
    for stretch in stretches[0] {
      for start in stride(
        from: stretch.lowerBound, to: stretch.upperBound, by: CallabilityLayout.tileBases)
      {
        let end = min(start + CallabilityLayout.tileBases, stretch.upperBound)
        while next < parts.count, parts[next].start < end {
          active.append(parts[next])
          next += 1
        }
        let first = segments.count
        segments += active.map { part in
          CallabilityLayout.Segment(
            region: part.region, bases: max(part.start, start) - start..<min(part.end, end) - start)
        }
        tiles.append(.init(start: start, end: end, segments: first..<segments.count))
        active.removeAll { $0.end <= end }
      }
    }
  }
}
