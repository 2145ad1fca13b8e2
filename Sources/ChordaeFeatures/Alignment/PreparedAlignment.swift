public import ChordaeCore
internal import ChordaeKernels

/// An alignment that was read to its end, with what was computed of it for all groups.
public struct PreparedAlignment: Sendable {
  public let context: AlignmentContext
  let regions: AlignmentRegions
  /// Depth of coverage; nil where the header does not say that the records are sorted, or where no
  /// group asked for it.
  let depth: DepthProfile?
  /// Callability of the panel's genes; nil as the depth is, or without a panel.
  let callability: CallabilityProfile?

  var contigs: [Contig] { context.contigs }

  /// The depths of all bases of some contigs together; nil without depth.
  func depthCounts(ofContigs chosen: some Sequence<Int>) -> DepthCounts? {
    guard let depth else { return nil }
    return chosen.reduce(into: DepthCounts()) { sum, contig in
      sum.add(depth.counts(ofContig: contig, length: contigs[contig].length))
    }
  }
}
