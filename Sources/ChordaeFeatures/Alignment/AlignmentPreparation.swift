public import ChordaeCore
internal import ChordaeKernels

/// What is computed once for all groups of an alignment that ask for it.
public struct AlignmentAnalyses: OptionSet, Sendable, Hashable {
  public let rawValue: Int

  /// A set of analyses.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Depth of coverage by contig and region.
  public static let depth = AlignmentAnalyses(rawValue: 1)

  /// What the reader must decode for them.
  public var fields: AlignmentFields {
    contains(.depth) ? [.positions, .cigar, .names] : []
  }
}

/// Computes what several groups of an alignment need, batch by batch, each analysis once.
public struct AlignmentPreparation: Sendable {
  private let context: AlignmentContext
  private let panel: PanelRegions
  private var depth: ReadDepth?
  private var profile: DepthProfile?

  /// A preparation before the first record; the panel must have passed `AlignmentContext.checkPanel`.
  ///
  /// `chunk` says where the chunk of the file starts and ends that will be read; nil for all.
  public init(
    _ analyses: AlignmentAnalyses, _ context: AlignmentContext,
    chunk: Range<AlignmentPosition>? = nil
  ) {
    self.context = context
    panel = PanelRegions(context)
    if analyses.contains(.depth), context.isCoordinateSorted {
      depth = ReadDepth(
        contigs: context.contigs, parts: panel.parts, regionCount: panel.regionCount,
        regionThresholds: PanelRegions.thresholds, chunk: chunk)
    }
  }

  /// Takes in the next records.
  public mutating func consume(_ batch: borrowing AlignmentBatch) {
    depth?.consume(batch)
  }

  /// Ends the chunk; nothing more may be taken in.
  public mutating func endChunk() {
    profile = depth?.finish()
    depth = nil
  }

  /// Takes in the preparation of the chunk that follows; both have ended.
  public mutating func merge(_ next: AlignmentPreparation) {
    if let other = next.profile { profile?.merge(other) }
  }

  /// Stretches by contig that one chunk must hold whole.
  public var uncut: [Int: [Range<Int>]] { panel.uncut }

  /// What was computed.
  public func finish() -> PreparedAlignment {
    PreparedAlignment(context: context, panel: panel, depth: profile)
  }
}
