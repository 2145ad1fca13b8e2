public import ChordaeCore
internal import ChordaeKernels

/// Depth and breadth of coverage over all contigs, over genes and over the panel's intervals.
public struct Coverage: AlignmentFeature {
  static let breadths: [Int32] = [1, 5, 10, 15, 20, 30, 50, 100]
  static let regionBreadths: [Int32] = [1, 10, 20, 30]

  private let contigs: [Contig]
  private let isCoordinateSorted: Bool
  private let panel: PanelRegions
  private var depth: ReadDepth

  public static let fields: AlignmentFields = [.positions, .cigar, .names]

  /// A count before the first record; the panel must have passed `AlignmentContext.checkPanel`.
  public init(_ context: AlignmentContext) {
    contigs = context.contigs
    isCoordinateSorted = context.isCoordinateSorted
    panel = PanelRegions(context)
    depth = ReadDepth(
      contigs: contigs, thresholds: Self.breadths, parts: panel.parts,
      regionCount: panel.regionCount, regionThresholds: Self.regionBreadths)
  }

  /// Takes in the next records.
  public mutating func consume(_ batch: borrowing AlignmentBatch) {
    if isCoordinateSorted { depth.consume(batch) }
  }

  /// Gives mean, greatest depth and breadths, and the rows of genes and intervals.
  public mutating func finish(into output: inout FeatureOutput) {
    let regions = isCoordinateSorted ? depth.finish() : nil
    panel.appendRows(regions, to: &output)
    let length = contigs.reduce(0) { $0 + $1.length }
    guard isCoordinateSorted else {
      return output.appendMissing(Self.group.columns.count, .notCoordinateSorted)
    }
    guard length > 0 else {
      return output.appendMissing(Self.group.columns.count, .noContigs)
    }
    output.append(.number(Double(depth.bases) / Double(length)))
    output.append(Int(depth.tally.maximum))
    for count in depth.tally.counts { output.append(.number(Double(count) / Double(length))) }
  }
}
