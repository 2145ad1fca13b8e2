public import ChordaeCore
import ChordaeKernels

/// Observed and expected homozygosity of the autosomes: `plink2 --het`.
///
/// A site counts where the samples of the call set that the manifest names do not all carry the same
/// allele; what is expected of a genotype there follows from their allele frequencies (1 - Σp²,
/// without the correction for small samples). As with the peer a single allele counts as two of its
/// kind, and half calls and genotypes of three or more alleles are missing. What is expected is summed
/// in steps of 2^-63, exactly, so that the sums are the same however the file is cut into parts.
///
/// A record costs a few operations a word of 64 samples and one addition a missing genotype; one that
/// is not held as bit planes costs a step a sample.
public struct Heterozygosity: VariantFeature {
  private let sampleCount: Int
  private var recordCount = 0
  private var genotypeRecordCount = 0
  private var siteCount = 0
  /// Heterozygotes to be expected of a sample that is called at all sites, in steps.
  private var expected: UInt128 = 0
  private var heterozygotes: PlaneCounter
  private var missing: MissingSites
  private var chromosomes = ChromosomeNumbers()
  private var planes: GenotypePlanes
  /// What each sample has at a record without bit planes.
  private var kinds: [GenotypePlanes.Kind?]

  /// Steps in one heterozygote.
  private static let stepsOfOne = Double(1 << 62) * 2

  public static let fields: VariantFields = [.genotypes]

  /// Sums at zero, a set a sample.
  public init(_ context: VariantContext) {
    sampleCount = context.sampleCount
    heterozygotes = PlaneCounter(sampleCount: context.sampleCount)
    missing = MissingSites(sampleCount: context.sampleCount)
    planes = GenotypePlanes(sampleCount: context.sampleCount)
    kinds = [GenotypePlanes.Kind?](repeating: nil, count: context.sampleCount)
  }

  /// Adds the batch's sites on autosomes.
  public mutating func consume(_ batch: borrowing VariantBatch) {
    chromosomes.take(batch.headerContigs)
    recordCount += batch.count
    for record in 0..<batch.count where batch.sampleValues[record].ploidy > 0 {
      genotypeRecordCount += 1
      guard sampleCount > 1, chromosomes[batch.contigs[record]] != nil else { continue }
      if batch.sampleValues[record].planeStart >= 0 {
        takePlanes(of: record, in: batch)
      } else {
        takeCodes(of: record, in: batch)
      }
    }
  }

  /// Counts a site where so many of the genotypes are expected heterozygous; gives that in steps.
  private mutating func addSite(_ heterozygosity: Double) -> UInt128 {
    let steps = UInt128((heterozygosity * Self.stepsOfOne).rounded())
    siteCount += 1
    expected += steps
    return steps
  }

  /// A record where all alleles are the same is no site.
  private mutating func takePlanes(of record: Int, in batch: borrowing VariantBatch) {
    planes.split(batch.planes.span, from: batch.sampleValues[record].planeStart)
    let alleles = 2 * (sampleCount - planes.missingCount)
    let alternates = planes.heterozygousCount + 2 * planes.alternateHomozygousCount
    guard alternates > 0, alternates < alleles else { return }
    let steps = addSite(
      2 * Double(alternates) * Double(alleles - alternates)
        / (Double(alleles) * Double(alleles)))
    heterozygotes.add(.heterozygous, of: planes)
    missing.add(planes, steps)
  }

  private mutating func takeCodes(of record: Int, in batch: borrowing VariantBatch) {
    let ploidy = Int(batch.sampleValues[record].ploidy)
    let start = batch.sampleValues[record].genotypeStart
    let alleleCount = batch.alleleStarts[record + 1] - batch.alleleStarts[record]
    var counts = [Int](repeating: 0, count: alleleCount)
    for sample in 0..<sampleCount {
      let range = start + sample * ploidy..<start + (sample + 1) * ploidy
      guard let pair = AllelePair(batch.genotypes.span, range) else {
        kinds[sample] = .missing
        continue
      }
      counts[pair.first] += 1
      counts[pair.second] += 1
      kinds[sample] = pair.first == pair.second ? nil : .heterozygous
    }
    let alleles = counts.reduce(0, +)
    guard alleles > 0, counts.allSatisfy({ $0 < alleles }) else { return }
    let same = counts.reduce(0.0) { $0 + Double($1) * Double($1) }
    let steps = addSite(1 - same / (Double(alleles) * Double(alleles)))
    for sample in 0..<sampleCount {
      switch kinds[sample] {
      case .heterozygous: heterozygotes.add(1, for: sample)
      case .missing: missing.add(sample, steps)
      default: break
      }
    }
  }

  /// Adds the sums of the part that follows.
  public mutating func merge(_ next: Heterozygosity) {
    recordCount += next.recordCount
    genotypeRecordCount += next.genotypeRecordCount
    siteCount += next.siteCount
    expected += next.expected
    heterozygotes.merge(next.heterozygotes)
    missing.merge(next.missing)
  }

  /// Gives the sample's values; all are null where it is the only one.
  public mutating func finish(sample: Int, into output: inout FeatureOutput) {
    guard sampleCount > 1 else { return output.appendMissing(4, .tooFewSamples) }
    guard genotypeRecordCount > 0 || recordCount == 0 else {
      return output.appendMissing(4, .noGenotypes)
    }
    heterozygotes.flush()
    let sites = siteCount - missing.siteCounts[sample]
    let observed = Double(heterozygotes.count(of: sample))
    let expected = Double(self.expected - missing.expected[sample]) / Self.stepsOfOne
    output.append(sites == 0 ? nil : 1 - observed / expected, else: .zeroDenominator)
    output.append(sites - Int(observed))
    output.append(Double(sites) - expected, else: .zeroDenominator)
    output.append(sites)
  }
}

/// The sites at which each sample has no genotype, and the heterozygotes that had to be expected of it
/// there, in steps.
private struct MissingSites: Sendable {
  private(set) var siteCounts: [Int]
  private(set) var expected: [UInt128]

  init(sampleCount: Int) {
    siteCounts = [Int](repeating: 0, count: sampleCount)
    expected = [UInt128](repeating: 0, count: sampleCount)
  }

  mutating func add(_ planes: borrowing GenotypePlanes, _ steps: UInt128) {
    planes.forEach(.missing) { add($0, steps) }
  }

  mutating func add(_ sample: Int, _ steps: UInt128) {
    siteCounts[sample] += 1
    expected[sample] += steps
  }

  mutating func merge(_ next: MissingSites) {
    for sample in siteCounts.indices {
      siteCounts[sample] += next.siteCounts[sample]
      expected[sample] += next.expected[sample]
    }
  }
}
