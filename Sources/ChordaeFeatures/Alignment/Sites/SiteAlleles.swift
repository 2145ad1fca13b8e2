public import ChordaeCore
internal import ChordaeKernels

/// Allele counts at the sites of the run's list.
public struct SiteAlleles: AlignmentFeature {
  private var pileup: SitePileup?

  public static let fields: AlignmentFields = [.cigar, .bases, .qualities]

  /// A count before the first record.
  public init(_ context: AlignmentContext) {
    guard let sites = context.sites, context.isCoordinateSorted else { return }
    pileup = SitePileup(sites.positions, references: sites.references, indels: sites.indels)
  }

  /// The sites, whose bases are held to the reference's or taken from it.
  public static func referencePositions(_ context: AlignmentContext) -> [Int] {
    context.sites.map { Array($0.positions.keys.dropLast()) } ?? []
  }

  /// Counts alleles at the sites.
  public mutating func consume(_ batch: borrowing AlignmentBatch) { pileup?.consume(batch) }

  /// Adds what the chunk that follows has counted.
  public mutating func merge(_ next: SiteAlleles) {
    if let other = next.pileup { pileup?.merge(other) }
  }

  /// Gives a row a site in the list's order, and how deep the sites are.
  public func finish(_ alignment: PreparedAlignment, into output: inout FeatureOutput) {
    let count = Self.group.columns.count
    guard let list = alignment.context.options.sites, let sites = alignment.context.sites else {
      return output.appendMissing(count, .noSites)
    }
    guard let pileup else { return output.appendMissing(count, .notCoordinateSorted) }
    var (depth, covered) = (0, 0)
    for (index, site) in list.sites.enumerated() {
      let place = Int(sites.places[index])
      let counts = pileup[place]
      depth += counts.depth
      if counts.depth > 0 { covered += 1 }
      guard output.wants(.sites) else { continue }
      let row = SiteRow(
        site: site, contig: list.contigs[Int(site.contig)], counts: counts,
        reference: sites.references[place],
        indel: sites.indelIndexes[index].map { pileup.indel($0) })
      output.appendRow(to: .sites, row.values)
    }
    output.append(list.sites.count)
    output.append(covered)
    output.append(.number(Double(depth) / Double(max(1, list.sites.count))))
  }
}
