public import ChordaeCore

/// What the index alone tells: counts of reads, and depth by the size of the file's stretches.
///
/// No record is read for it: milliseconds a patient.
public struct IndexEstimate: AlignmentFeature {
  public static let fields: AlignmentFields = []
  public static let needsRecords = false
  public static let usesIndex = true

  /// A group that follows from the index alone.
  public init(_ context: AlignmentContext) {}

  /// Gives the counts, the copies of X and Y, the bins and their dispersion.
  public func finish(_ alignment: PreparedAlignment, into output: inout FeatureOutput) {
    let context = alignment.context
    guard let index = context.index else {
      return output.appendMissing(Self.group.columns.count, context.missingIndex)
    }
    output.append(FeatureValue(index.mappedCount, else: .notInIndex))
    output.append(FeatureValue(index.unmappedCount, else: .notInIndex))
    output.append(Self.fractionMapped(index))
    guard let bins = IndexBinCounts(index, context.contigs) else {
      return output.appendMissing(Self.group.columns.count - 3, .noReads)
    }
    let places = alignment.places
    for contig in [places.x, places.y] {
      guard let contig else {
        output.append(.missing(.contigAbsent))
        continue
      }
      output.append(bins.copies(ofContig: contig), else: .noReads)
    }
    for count in [bins.inside, bins.outside, bins.low, bins.high] { output.append(count) }
    let all = bins.inside + bins.outside
    output.append(all > 0 ? Double(bins.outside) / Double(all) : nil, else: .noReads)
    output.append(bins.dispersion, else: .noReads)
  }

  private static func fractionMapped(_ index: IndexedSizes) -> FeatureValue {
    guard let mapped = index.mappedCount, let unmapped = index.unmappedCount else {
      return .missing(.notInIndex)
    }
    let all = mapped + unmapped
    return FeatureValue(all > 0 ? Double(mapped) / Double(all) : nil, else: .noReads)
  }
}
