import ChordaeCore
import ChordaeFeatures

/// Where the records lie that features look at which look at listed sites alone.
struct SiteRegions: Sendable {
  /// Ranges by the chromosome's number.
  private var regions = [[Range<Int>]](repeating: [], count: 256)

  /// Sites that lie closer than an index tells apart have one range.
  private static let gap = 1 << 14

  /// The regions of all features; nil where one of them looks at all records, or there is none.
  init?(_ features: [any VariantFeature], _ contigs: [Contig]) {
    var wanted: [WantedSites] = []
    for feature in features {
      guard let sites = feature.wantedSites(contigs) else { return nil }
      wanted.append(sites)
    }
    guard !wanted.isEmpty else { return nil }
    for chromosome in 0...UInt8.max {
      for sites in wanted {
        regions[Int(chromosome)] += sites.regions(ofChromosome: chromosome, gap: Self.gap)
      }
    }
  }

  /// The 0-based ranges of a contig; none where it is no chromosome.
  func ranges(ofContig name: String) -> [Range<Int>] {
    WantedSite.chromosome(named: name).map { regions[Int($0)] } ?? []
  }
}
