public import ChordaeCore
internal import ChordaeKernels

/// Depth, copy number and heteroplasmy of the mitochondrial genome.
///
/// Bases and qualities are looked at on that contig alone: of an indexed CRAM, of which nothing else
/// may need them, they are decoded there alone, in a second, small look at the file. Where a CRAM's
/// reference is missing they are not, and only what follows from bases is null.
public struct MitochondrialGenome: AlignmentFeature {
  private let contig: MitochondrialContig?
  /// The bases at every position; nil without the contig, where the file is not sorted, or where bases
  /// are not decoded.
  private var pileup: SitePileup?

  public static let fields: AlignmentFields = []
  public static let contigFields: AlignmentFields = [.cigar, .bases, .qualities]
  public static let analyses: AlignmentAnalyses = [.depth]

  /// A count before the first record.
  public init(_ context: AlignmentContext) {
    contig = MitochondrialContig(context.contigs)
    guard let contig, context.isCoordinateSorted, context.basesFault == nil else { return }
    pileup = SitePileup(SitePositions(contig.keys))
  }

  /// The mitochondrial contig.
  public static func contigs(_ context: AlignmentContext) -> [Int] {
    context.isCoordinateSorted ? MitochondrialContig(context.contigs).map { [$0.index] } ?? [] : []
  }

  /// All of its positions.
  public static func referencePositions(_ context: AlignmentContext) -> [Int] {
    MitochondrialContig(context.contigs)?.keys ?? []
  }

  /// Counts the bases of the contig's reads.
  public mutating func consume(_ batch: borrowing AlignmentBatch) { pileup?.consume(batch) }

  /// Adds what the chunk that follows has counted.
  public mutating func merge(_ next: MitochondrialGenome) {
    if let other = next.pileup { pileup?.merge(other) }
  }

  /// Gives depth, copy numbers and heteroplasmies.
  public func finish(_ alignment: PreparedAlignment, into output: inout FeatureOutput) {
    let count = Self.group.columns.count
    guard let contig else { return output.appendMissing(count, .noMitochondrialContig) }
    guard let depth = alignment.depthCounts(ofContigs: [contig.index]) else {
      return output.appendMissing(count, .notCoordinateSorted)
    }
    output.append(depth.mean, else: .noMitochondrialContig)
    appendCopyNumbers(depth.mean ?? 0, alignment, &output)
    guard let pileup else {
      return output.appendMissing(
        Self.baseColumns.count, alignment.context.basesFault ?? .notCoordinateSorted)
    }
    appendHeteroplasmy(pileup, contig, alignment.context, &output)
  }

  /// By the median of the autosomes' depth, then by its mean.
  private func appendCopyNumbers(
    _ mean: Double, _ alignment: PreparedAlignment, _ output: inout FeatureOutput
  ) {
    let autosomes = alignment.contigs.indices.filter { alignment.contigs[$0].isAutosome }
    guard let depth = alignment.depthCounts(ofContigs: autosomes), depth.length > 0 else {
      return output.appendMissing(2, .noAutosomes)
    }
    for nuclear in [depth.median.map(Double.init), depth.mean] {
      output.append(
        nuclear.flatMap { $0 > 0 ? 2 * mean / $0 : nil }, else: .zeroDenominator)
    }
  }

  private func appendHeteroplasmy(
    _ pileup: SitePileup, _ contig: MitochondrialContig, _ context: AlignmentContext,
    _ output: inout FeatureOutput
  ) {
    let found = Heteroplasmy(pileup, contig) { position in
      context.reference?.code(contig: contig.index, position: position) ?? NucleotideCode.other
    }
    output.append(found.evaluatedCount)
    guard found.evaluatedCount > 0 else { return output.appendMissing(4, .tooShallow) }
    output.append(found.heteroplasmicCount)
    output.append(.number(found.greatestShare))
    guard context.reference != nil, context.referenceFault == nil else {
      return output.appendMissing(2, context.referenceFault ?? .noReference)
    }
    output.append(found.heteroplasmicChanges)
    output.append(found.homoplasmicChanges)
  }
}
