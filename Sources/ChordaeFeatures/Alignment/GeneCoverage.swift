public import ChordaeCore
internal import ChordaeKernels

/// Depth and callability of a panel's genes: whether a variant that was not found could have been.
public struct GeneCoverage: AlignmentFeature {
  public static let fields: AlignmentFields = []
  public static let analyses: AlignmentAnalyses = [.depth, .panel]

  /// A group that follows from the analyses alone.
  public init(_ context: AlignmentContext) {}

  /// Gives the figures of all genes together, and the rows of genes and intervals.
  public func finish(_ alignment: PreparedAlignment, into output: inout FeatureOutput) {
    let count = Self.group.columns.count
    guard let panel = alignment.regions.panel else { return output.appendMissing(count, .noPanel) }
    guard let depth = alignment.depth, let callability = alignment.callability else {
      Self.appendGenes(of: panel, panel.genes.map { _ in nil }, to: &output)
      Self.appendIntervals(of: panel, nil, to: &output)
      return output.appendMissing(count, .notCoordinateSorted)
    }
    let genes = panel.genes.indices.map { GeneFigures(ofGene: $0, of: panel, depth, callability) }
    Self.appendGenes(of: panel, genes, to: &output)
    Self.appendIntervals(of: panel, depth, to: &output)
    Self.append(genes, to: &output)
  }

  /// A row a gene, in the panel's order; figures are null where they are nil.
  private static func appendGenes(
    of panel: PanelRegions, _ figures: [GeneFigures?], to output: inout FeatureOutput
  ) {
    guard output.wants(.genes) else { return }
    for (place, gene) in panel.genes.enumerated() {
      let length = FeatureValue.integer(Int64(panel.layout.lengths[place]))
      output.appendRow(
        to: .genes,
        [.text(gene.name), .text(gene.contig), length]
          + (figures[place]?.values ?? GeneFigures.unknown))
    }
  }

  /// A row an interval, in the panel's order; figures are null without depth.
  private static func appendIntervals(
    of panel: PanelRegions, _ profile: DepthProfile?, to output: inout FeatureOutput
  ) {
    guard output.wants(.intervals) else { return }
    for (place, interval) in panel.intervals.enumerated() {
      let depth = profile.map { panel.depth(ofInterval: place, in: $0) }
      let bases = depth?.basesAtLeast ?? []
      output.appendRow(
        to: .intervals,
        [
          .text(interval.contig), .integer(Int64(interval.start)), .integer(Int64(interval.end)),
          interval.name.map { .text($0) } ?? .missing(nil), .known(depth?.mean),
          .known(depth?.median),
        ] + PanelRegions.thresholds.indices.map { .known(depth == nil ? nil : bases[$0]) })
    }
  }

  /// The columns of the patient's row: over the bases of all genes.
  private static func append(_ genes: [GeneFigures], to output: inout FeatureOutput) {
    let length = genes.reduce(0) { $0 + $1.depth.length }
    let all = genes.reduce(into: RegionCallability()) { $0.add($1.callability) }
    let depths = genes.reduce(0) { $0 + $1.depth.sum }
    output.append(genes.count)
    output.append(GeneFigures.ratio(depths, length), else: .noBases)
    let deep = genes.reduce(0) { $0 + $1.bases(atLeast: 20) }
    output.append(GeneFigures.ratio(deep, length), else: .noBases)
    output.append(genes.reduce(0) { $0 + $1.basesBelow10 })
    if genes.allSatisfy(\.isCallabilityKnown) {
      let fractions = genes.compactMap(\.callableFraction)
      output.append(GeneFigures.ratio(all.callableBases, length), else: .noBases)
      output.append(fractions.min(), else: .noBases)
      let full = fractions.count { $0 == 1 }
      output.append(GeneFigures.ratio(full, fractions.count), else: .noBases)
    } else {
      output.appendMissing(3, .noBaseQualities)
    }
    let low = GeneFigures.ratio(all.lowMappingQualityBases, all.alignedBases)
    output.append(low, else: .zeroDenominator)
  }
}
