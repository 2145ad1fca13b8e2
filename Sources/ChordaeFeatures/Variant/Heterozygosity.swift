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
  private var heterozygotes: BitColumnCounts
  private var missing: [Missing]
  private var chromosomes = ChromosomeNumbers()
  /// The record's heterozygotes and missing genotypes, a bit a sample.
  private var planes: (heterozygous: [UInt64], missing: [UInt64])

  /// The sites at which a sample has no genotype.
  struct Missing {
    var siteCount = 0
    /// The heterozygotes that had to be expected of it there, in steps.
    var expected: UInt128 = 0
  }

  /// Steps in one heterozygote.
  private static let stepsOfOne = Double(1 << 62) * 2

  public static let fields: VariantFields = [.genotypes]

  /// Sums at zero, a set a sample.
  public init(_ context: VariantContext) {
    sampleCount = context.sampleCount
    let words = (context.sampleCount + 63) / 64
    heterozygotes = BitColumnCounts(wordCount: words)
    missing = [Missing](repeating: Missing(), count: context.sampleCount)
    planes = ([UInt64](repeating: 0, count: words), [UInt64](repeating: 0, count: words))
  }

  /// Adds the batch's sites on autosomes.
  public mutating func consume(_ batch: borrowing VariantBatch) {
    chromosomes.take(batch.headerContigs)
    recordCount += batch.count
    for record in 0..<batch.count where batch.ploidies[record] > 0 {
      genotypeRecordCount += 1
      guard sampleCount > 1, chromosomes[batch.contigs[record]] != nil else { continue }
      let heterozygosity =
        batch.planeStarts[record] >= 0
        ? takePlanes(batch.planes.span, from: batch.planeStarts[record])
        : takeCodes(of: record, in: batch)
      if let heterozygosity { addSite(heterozygosity) }
    }
  }

  /// Adds a site whose planes are set, where so many of the genotypes are expected heterozygous.
  private mutating func addSite(_ heterozygosity: Double) {
    let steps = UInt128((heterozygosity * Self.stepsOfOne).rounded())
    siteCount += 1
    expected += steps
    heterozygotes.add(planes.heterozygous)
    for word in planes.missing.indices {
      var bits = planes.missing[word]
      while bits != 0 {
        let sample = 64 * word + bits.trailingZeroBitCount
        missing[sample].siteCount += 1
        missing[sample].expected += steps
        bits &= bits - 1
      }
    }
  }

  /// Sets the planes from those of a record; gives the heterozygosity that is expected there, nil
  /// where all alleles are the same.
  private mutating func takePlanes(_ words: Span<UInt64>, from start: Int) -> Double? {
    let count = planes.heterozygous.count
    var (heterozygous, alternate, missing) = (0, 0, 0)
    for word in 0..<count {
      let (low, high) = (words[start + word], words[start + count + word])
      planes.heterozygous[word] = low & ~high
      planes.missing[word] = low & high
      heterozygous += (low & ~high).nonzeroBitCount
      alternate += (high & ~low).nonzeroBitCount
      missing += (low & high).nonzeroBitCount
    }
    let alleles = 2 * (sampleCount - missing)
    let alternates = heterozygous + 2 * alternate
    guard alternates > 0, alternates < alleles else { return nil }
    return 2 * Double(alternates) * Double(alleles - alternates)
      / (Double(alleles) * Double(alleles))
  }

  /// The same from the genotype codes of a record.
  private mutating func takeCodes(of record: Int, in batch: borrowing VariantBatch) -> Double? {
    for word in planes.missing.indices {
      planes.heterozygous[word] = 0
      planes.missing[word] = 0
    }
    let ploidy = Int(batch.ploidies[record])
    let start = batch.genotypeStarts[record]
    let alleleCount = batch.alleleStarts[record + 1] - batch.alleleStarts[record]
    var counts = [Int](repeating: 0, count: alleleCount)
    for sample in 0..<sampleCount {
      let range = start + sample * ploidy..<start + (sample + 1) * ploidy
      if let pair = AllelePair(batch.genotypes.span, range) {
        counts[pair.first] += 1
        counts[pair.second] += 1
        if pair.first != pair.second {
          planes.heterozygous[sample >> 6] |= 1 << UInt64(sample & 63)
        }
      } else {
        planes.missing[sample >> 6] |= 1 << UInt64(sample & 63)
      }
    }
    let alleles = counts.reduce(0, +)
    guard alleles > 0, counts.allSatisfy({ $0 < alleles }) else { return nil }
    let same = counts.reduce(0.0) { $0 + Double($1) * Double($1) }
    return 1 - same / (Double(alleles) * Double(alleles))
  }

  /// Adds the sums of the part that follows.
  public mutating func merge(_ next: Heterozygosity) {
    recordCount += next.recordCount
    genotypeRecordCount += next.genotypeRecordCount
    siteCount += next.siteCount
    expected += next.expected
    heterozygotes.add(next.heterozygotes)
    for sample in missing.indices {
      missing[sample].siteCount += next.missing[sample].siteCount
      missing[sample].expected += next.missing[sample].expected
    }
  }

  /// Gives the sample's values; all are null where it is the only one.
  public mutating func finish(sample: Int, into output: inout FeatureOutput) {
    guard sampleCount > 1 else { return output.appendMissing(4, .tooFewSamples) }
    guard genotypeRecordCount > 0 || recordCount == 0 else {
      return output.appendMissing(4, .noGenotypes)
    }
    let sites = siteCount - missing[sample].siteCount
    let observed = Double(heterozygotes.count(of: sample))
    let expected = Double(self.expected - missing[sample].expected) / Self.stepsOfOne
    output.append(sites == 0 ? nil : 1 - observed / expected, else: .zeroDenominator)
    output.append(sites - Int(observed))
    output.append(Double(sites) - expected, else: .zeroDenominator)
    output.append(sites)
  }
}
