public import ChordaeCore

/// Runs of homozygosity on the autosomes by the method of consecutive runs.
///
/// The sites are SNVs with one alternate allele that no filter failed; everything else, and with it
/// the reference blocks of a gVCF, is passed over. A site costs a step for each sample that is
/// heterozygous or missing there or was so at the site before, not for the others; where it is not held
/// as bit planes, a step a sample. Memory is some 150 bytes a sample.
public struct RunsOfHomozygosity: OrderedVariantFeature {
  static let limits = HomozygousRuns.Limits()

  private var recordCount = 0
  private var genotypeRecordCount = 0
  private var siteCount = 0
  /// Bases of all stretches of sites that are long enough to hold a run.
  private var coveredBases = 0
  private var runs: [HomozygousRuns]
  private var genotypes: SNVGenotypes
  private var previous: SNVGenotypes
  private var stretch: Stretch?
  private var chromosomes = ChromosomeNumbers()

  /// Sites of one chromosome, none of them too far from the next.
  private struct Stretch {
    let contig: Int32
    let first: HomozygousRuns.Site
    var last: HomozygousRuns.Site
  }

  public static let fields: VariantFields = [.genotypes]

  /// No run yet of any sample.
  public init(_ context: VariantContext) {
    runs = [HomozygousRuns](repeating: HomozygousRuns(), count: context.sampleCount)
    genotypes = SNVGenotypes(sampleCount: context.sampleCount)
    previous = genotypes
  }

  /// Takes in the SNVs among the batch's records.
  public mutating func consume(_ batch: borrowing VariantBatch) {
    chromosomes.take(batch.headerContigs)
    recordCount += batch.count
    for record in 0..<batch.count where batch.sampleValues[record].ploidy > 0 {
      genotypeRecordCount += 1
      guard batch.filters[record] != .failed, chromosomes[batch.contigs[record]] != nil,
        let alternate = SNVGenotypes.alternate(of: record, in: batch)
      else { continue }
      swap(&genotypes, &previous)
      genotypes.take(record, alternate: alternate, in: batch)
      takeSite(on: batch.contigs[record], position: Int(batch.positions[record]))
    }
  }

  private mutating func takeSite(on contig: Int32, position: Int) {
    let site = HomozygousRuns.Site(number: siteCount, position: position)
    siteCount += 1
    if let open = stretch, open.contig == contig,
      position - open.last.position <= Self.limits.gap
    {
      step(to: site, from: open.last.position)
      stretch?.last = site
    } else {
      endStretch(calls: previous)
      stretch = Stretch(contig: contig, first: site, last: site)
      for sample in runs.indices {
        runs[sample].take(genotypes.call(of: sample), at: site, after: nil, Self.limits)
      }
    }
  }

  /// Tells the samples that are not homozygous here, or were not at the site before.
  private mutating func step(to site: HomozygousRuns.Site, from position: Int) {
    for word in genotypes.missing.indices {
      var bits =
        genotypes.heterozygous[word] | genotypes.missing[word]
        | previous.heterozygous[word] | previous.missing[word]
      while bits != 0 {
        let sample = 64 * word + bits.trailingZeroBitCount
        runs[sample].take(
          genotypes.call(of: sample), at: site, after: (previous.call(of: sample), position),
          Self.limits)
        bits &= bits - 1
      }
    }
  }

  /// Ends the stretch that is open, at whose last site the samples had these calls.
  private mutating func endStretch(calls: SNVGenotypes) {
    guard let ended = stretch.take() else { return }
    for sample in runs.indices {
      runs[sample].endStretch(after: (calls.call(of: sample), ended.last), Self.limits)
    }
    let length = ended.last.position + 1 - ended.first.position
    if length >= Self.limits.length,
      ended.last.number + 1 - ended.first.number >= Self.limits.sites
    {
      coveredBases += length
    }
  }

  /// Gives the sample's values; all are null where the sites could not show a run.
  public mutating func finish(sample: Int, into output: inout FeatureOutput) {
    endStretch(calls: genotypes)
    guard genotypeRecordCount > 0 || recordCount == 0 else {
      return output.appendMissing(5, .noGenotypes)
    }
    let found = runs[sample]
    guard coveredBases > 0, siteCount - found.missing >= Self.limits.sites else {
      return output.appendMissing(5, .tooFewSites)
    }
    output.append(found.count)
    output.append(found.total)
    output.append(found.longest)
    output.append(Double(found.total) / Double(coveredBases), else: .zeroDenominator)
    output.append(coveredBases)
  }
}
