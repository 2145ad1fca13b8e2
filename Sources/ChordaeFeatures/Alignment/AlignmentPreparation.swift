public import ChordaeCore
internal import ChordaeKernels

/// What is computed once for all groups of an alignment that ask for it.
public struct AlignmentAnalyses: OptionSet, Sendable, Hashable {
  public let rawValue: Int

  /// A set of analyses.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Depth of coverage by contig and region.
  public static let depth = AlignmentAnalyses(rawValue: 1)
  /// Depth of coverage by bases of good quality over the territory of the reference.
  public static let qualityDepth = AlignmentAnalyses(rawValue: 2)

  /// What the reader must decode for them.
  public var fields: AlignmentFields {
    var fields: AlignmentFields = contains(.depth) ? [.positions, .cigar, .names] : []
    if contains(.qualityDepth) { fields.formUnion([.cigar, .names, .bases, .qualities]) }
    return fields
  }

  /// Whether they want to know where the reference has bases (`AlignmentContext.territory`).
  public var wantTerritory: Bool { contains(.qualityDepth) }
}

/// Computes what several groups of an alignment need, batch by batch, each analysis once.
public struct AlignmentPreparation: Sendable {
  private let context: AlignmentContext
  private let panel: PanelRegions
  private let places: ChromosomePlaces
  private var depth: ReadDepth?
  private var profile: DepthProfile?
  private var qualityDepth: QualityDepth?
  private var qualityCounts: DepthCounts?

  /// A preparation before the first record; the panel must have passed `AlignmentContext.checkPanel`.
  ///
  /// `chunk` says where the chunk of the file starts and ends that will be read; nil for all.
  public init(
    _ analyses: AlignmentAnalyses, _ context: AlignmentContext,
    chunk: Range<AlignmentPosition>? = nil
  ) {
    self.context = context
    panel = PanelRegions(context)
    places = ChromosomePlaces(context.contigs)
    if analyses.contains(.depth), context.isCoordinateSorted {
      depth = ReadDepth(
        contigs: context.contigs, parts: panel.parts, regionCount: panel.regionCount,
        regionThresholds: PanelRegions.thresholds, stretches: places.stretches, chunk: chunk)
    }
    if analyses.contains(.qualityDepth), context.isCoordinateSorted,
      let territory = context.territory
    {
      qualityDepth = QualityDepth(contigs: context.contigs, territory: territory, chunk: chunk)
    }
  }

  /// Takes in the next records.
  public mutating func consume(_ batch: borrowing AlignmentBatch) {
    depth?.consume(batch)
    qualityDepth?.consume(batch)
  }

  /// Ends the chunk; nothing more may be taken in.
  public mutating func endChunk() {
    profile = depth?.finish()
    depth = nil
    qualityCounts = qualityDepth?.finish()
    qualityDepth = nil
  }

  /// Takes in the preparation of the chunk that follows; both have ended.
  public mutating func merge(_ next: AlignmentPreparation) {
    if let other = next.profile { profile?.merge(other) }
    if let other = next.qualityCounts { qualityCounts?.add(other) }
  }

  /// Stretches by contig that one chunk must hold whole.
  public var uncut: [Int: [Range<Int>]] { panel.uncut }

  /// What was computed.
  public func finish() -> PreparedAlignment {
    PreparedAlignment(
      context: context, panel: panel, places: places, depth: profile, qualityDepth: qualityCounts)
  }
}
