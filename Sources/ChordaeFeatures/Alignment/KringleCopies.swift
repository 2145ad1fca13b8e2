public import ChordaeCore
internal import ChordaeKernels

/// Copies of the KIV-2 repeat of LPA, by the depth of the repeat.
///
/// Fewer copies make smaller apolipoprotein(a) particles and more of them: most of the variance of
/// lipoprotein(a), a cause of coronary disease and of aortic stenosis.
public struct KringleCopies: AlignmentFeature {
  public static let fields: AlignmentFields = []
  public static let analyses: AlignmentAnalyses = [.depth]

  /// A group that follows from the depth profile alone.
  public init(_ context: AlignmentContext) {}

  /// Gives the copies and the mean depth of the repeat.
  public func finish(_ alignment: PreparedAlignment, into output: inout FeatureOutput) {
    let count = Self.group.columns.count
    guard alignment.depth != nil else { return output.appendMissing(count, .notCoordinateSorted) }
    guard alignment.places.assembly != nil else {
      return output.appendMissing(count, .unknownAssembly)
    }
    guard let mean = alignment.counts(of: .kringle)?.mean else {
      return output.appendMissing(count, .contigAbsent)
    }
    // Chromosome 6 is there, so the autosomes have a depth.
    let autosomes = AutosomalDepth(alignment)
    if let autosomes, autosomes.fault == nil {
      let copies = Double(2 * KringleRepeat.referenceCopies) * mean / autosomes.median
      output.append(copies, else: .lowAutosomalDepth)
    } else {
      output.append(.missing(autosomes?.fault ?? .noAutosomes))
    }
    output.append(mean, else: .contigAbsent)
  }

  public static let group = FeatureGroup(
    "aln.lpa", from: .alignment, columns, isDefault: false)

  private static let missing: [MissingReason] = [
    .contigAbsent, .notCoordinateSorted, .unknownAssembly,
  ]

  private static let region = [
    Field.Pair("region", "GRCh37 6:161032592-161065877, GRCh38 6:160611560-160644845 (0-based)"),
    Field.Pair("minimum_mapping_quality", "0"), Field.Pair("depth", "as aln.coverage"),
  ]

  private static let citation =
    KringleRepeat.source.citation
    + "; depth by mosdepth 0.3.3; limits of the DRAGEN Ploidy Estimator"

  private static let columns: [FeatureColumn] = [
    FeatureColumn(
      "aln.lpa.kiv2_copies", "Copies of LPA KIV-2",
      "Copies of the kringle IV type 2 repeat of both haplotypes together. Not corrected for GC, not"
        + " told apart by haplotype; of whole genomes only.",
      type: .float64, unit: .count,
      method: Method(
        "2 x 6 x mean depth of the six copies of the reference / median depth of the autosomes",
        parameters: region + AutosomalDepth.limits, citation: citation),
      bounds: .nonNegative,
      missing: missing + [.lowAutosomalDepth, .noAutosomes, .notWholeGenome]),
    FeatureColumn(
      "aln.lpa.kiv2_mean_depth", "Mean depth of LPA KIV-2",
      "Mean depth of the six copies of the repeat that the reference holds.", type: .float64,
      unit: .depth, method: Method("mean of depths", parameters: region, citation: citation),
      bounds: .nonNegative, missing: missing),
  ]
}
