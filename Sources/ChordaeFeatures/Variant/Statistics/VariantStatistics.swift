public import ChordaeCore
internal import ChordaeKernels

/// Counts of a call set's genotypes, one row a sample: `bcftools stats -s -`, tables PSC and PSI, over
/// all records and over those that pass the filters; bases of a gVCF's blocks; histograms on request.
///
/// The counts follow the peer to its corners: a half call is missing, a haploid genotype counts in
/// columns of its own alone, `0/0` counts at every kind of site, so that each block of a gVCF counts
/// one. One pass serves all samples; records that pass and the rest are counted apart and added
/// at the end. Memory is some hundred integers a sample.
public struct VariantStatistics: VariantFeature {
  private var passing: GenotypeCounts
  private var others: GenotypeCounts
  private var planes: GenotypePlanes

  public static let fields: VariantFields = [.genotypes, .depth]

  /// Counters at zero, a set a sample.
  public init(_ context: VariantContext) {
    passing = GenotypeCounts(
      sampleCount: context.sampleCount,
      countsHistograms: context.options.tables.contains(.variantDistributions))
    others = passing
    planes = GenotypePlanes(sampleCount: context.sampleCount)
  }

  /// Counts the genotypes and depths of the batch's records.
  public mutating func consume(_ batch: borrowing VariantBatch) {
    for record in 0..<batch.count {
      if batch.filters[record] == .pass {
        passing.consume(record, of: batch, &planes)
      } else {
        others.consume(record, of: batch, &planes)
      }
    }
  }

  /// Adds the counts of the part that follows.
  public mutating func merge(_ next: VariantStatistics) {
    passing.merge(next.passing)
    others.merge(next.others)
  }

  /// Gives the sample's values; counts are null where records were read and none had genotypes.
  public mutating func finish(sample: Int, into output: inout FeatureOutput) {
    passing.flush()
    others.flush()
    let passed = passing.figures(of: sample)
    let all = passed.adding(others.figures(of: sample))
    all.append(to: &output, hasGenotypes: all.hasGenotypes)
    // A call set without genotypes says nothing of records that pass, even where none does.
    let hasPassed = all.hasGenotypes && passed.hasGenotypes
    passed.append(to: &output, hasGenotypes: hasPassed)
    guard output.wants(.variantDistributions) else { return }
    output.appendRow(
      to: .variantDistributions,
      Self.lists(all, all.hasGenotypes) + Self.lists(passed, hasPassed))
  }

  private static func lists(_ figures: GenotypeFigures, _ hasGenotypes: Bool) -> [FeatureValue] {
    [figures.frequencyBins, figures.lengthBins].map { bins in
      hasGenotypes ? .integers(bins.map { Int64($0) }) : .missing(.noGenotypes)
    }
  }
}
