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
  /// Depth, and callability, of the panel's genes and intervals; with `depth`.
  public static let panel = AlignmentAnalyses(rawValue: 1 << 8)
  /// Depth of the capture targets; with `depth`.
  public static let targets = AlignmentAnalyses(rawValue: 1 << 9)

  /// What the reader must decode for them.
  public var fields: AlignmentFields {
    var fields: AlignmentFields = contains(.depth) ? [.positions, .cigar, .names] : []
    if contains(.qualityDepth) { fields.formUnion([.cigar, .names, .bases, .qualities]) }
    return fields
  }

  /// Whether they want to know where the reference has bases (`AlignmentContext.territory`).
  public var wantTerritory: Bool { contains(.qualityDepth) }
  /// What the reader must decode for them under a run's settings: a panel asks for more.
  public func fields(under options: FeatureOptions) -> AlignmentFields {
    contains(.panel) && options.panel != nil ? fields.union([.cigar, .qualities]) : fields
  }
}

/// Computes what several groups of an alignment need, batch by batch, each analysis once.
public struct AlignmentPreparation: Sendable {
  private let context: AlignmentContext
  private let regions: AlignmentRegions
  private let places: ChromosomePlaces
  private var depth: ReadDepth?
  private var profile: DepthProfile?
  private var qualityDepth: QualityDepth?
  private var qualityCounts: DepthCounts?
  private var callability: ReadCallability?
  private var callabilityProfile: CallabilityProfile?

  /// A preparation before the first record; panel and targets must have passed
  /// `AlignmentContext.checkPanel` and `checkTargets`.
  ///
  /// `regions` says where panel and targets lie, so that the chunks of a file need not find it each;
  /// it is found where nil. `chunk` says where the chunk of the file starts and ends that will be
  /// read; nil for all.
  public init(
    _ analyses: AlignmentAnalyses, _ context: AlignmentContext,
    regions: AlignmentRegions? = nil, chunk: Range<AlignmentPosition>? = nil
  ) {
    self.context = context
    let regions = regions ?? AlignmentRegions(context)
    self.regions = regions
    places = ChromosomePlaces(context.contigs)
    let panel = analyses.contains(.panel) ? regions.panel : nil
    let targets = analyses.contains(.targets) ? regions.targets : nil
    if analyses.contains(.depth), context.isCoordinateSorted {
      depth = ReadDepth(
        contigs: context.contigs, regions: panel?.layout ?? RegionLayout([], regionCount: 0),
        regionThresholds: PanelRegions.thresholds, targets: targets ?? MergedIntervals(),
        stretches: places.stretches, chunk: chunk)
      callability = panel.map { ReadCallability($0.callability, chunk: chunk) }
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
    callability?.consume(batch)
  }

  /// Ends the chunk; nothing more may be taken in.
  public mutating func endChunk() {
    profile = depth?.finish()
    depth = nil
    qualityCounts = qualityDepth?.finish()
    qualityDepth = nil
    callabilityProfile = callability?.finish()
    callability = nil
  }

  /// Takes in the preparation of the chunk that follows; both have ended.
  public mutating func merge(_ next: AlignmentPreparation) {
    if let other = next.profile { profile?.merge(other) }
    if let other = next.qualityCounts { qualityCounts?.add(other) }
    if let other = next.callabilityProfile { callabilityProfile?.merge(other) }
  }

  /// Stretches by contig that one chunk must hold whole.
  public var uncut: [Int: [Range<Int>]] {
    Dictionary(grouping: regions.spans) { $0.contig }.mapValues { $0.map(\.range) }
  }

  /// What was computed.
  public func finish() -> PreparedAlignment {
    PreparedAlignment(
      context: context, regions: regions, places: places, depth: profile,
      qualityDepth: qualityCounts, callability: callabilityProfile)
  }
}
