public import ChordaeCore
internal import ChordaeKernels

/// An alignment that was read to its end, with what was computed of it for all groups.
public struct PreparedAlignment: Sendable {
  public let context: AlignmentContext
  let regions: AlignmentRegions
  let places: ChromosomePlaces
  /// Depth of coverage; nil where the header does not say that the records are sorted, or where no
  /// group asked for it.
  let depth: DepthProfile?
  /// Bases of the territory by their depth in bases of good quality; nil without a territory, where
  /// the header does not say sorted, or where no group asked for it.
  let qualityDepth: DepthCounts?
  /// Callability of the panel's genes; nil as the depth is, or without a panel.
  let callability: CallabilityProfile?

  var contigs: [Contig] { context.contigs }

  /// The definitions of depth that one profile holds.
  enum DepthDefinition {
    case mosdepth, samtools
  }

  /// The depths of all bases of some contigs together; nil without depth.
  func depthCounts(
    ofContigs chosen: some Sequence<Int>, by definition: DepthDefinition = .mosdepth
  ) -> DepthCounts? {
    guard let depth else { return nil }
    var (sum, length) = (DepthCounts(), 0)
    for contig in chosen {
      length += contigs[contig].length
      // Contigs without reads, of which a header may have thousands, add to the length alone.
      guard let own = depth.contigs[contig] else { continue }
      sum.add(definition == .mosdepth ? own.counts : own.samtoolsCounts)
    }
    return sum.filled(to: length)
  }

  /// The indexes of the chromosomes 1 to 22.
  var autosomes: [Int] { contigs.indices.filter { contigs[$0].isAutosome } }
}
