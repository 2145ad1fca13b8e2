public import ChordaeCore

/// The sex of a sample: that of the manifest, else what the genotypes on X outside the
/// pseudoautosomal regions tell.
///
/// Heterozygotes are held against homozygotes of the alternate allele, as somalier does, so that a
/// file with variant sites alone tells as much as one with all sites.
public struct ChromosomalSex: VariantFeature {
  private let sexes: [Sex?]
  private var recordCount = 0
  private var genotypeRecordCount = 0
  private var counts: [Counts]
  private var regions = ChromosomeRegions(of: [])

  private struct Counts {
    var heterozygotes = 0
    var alternateHomozygotes = 0
  }

  /// Below `male` heterozygotes a homozygote a sample is male, above `female` female.
  enum Rule {
    static let male = 0.05
    static let female = 0.4
    /// Homozygotes of the alternate that a sample must have.
    static let leastHomozygotes = 11
  }

  public static let fields: VariantFields = [.genotypes]

  /// Counts at zero.
  public init(_ context: VariantContext) {
    sexes =
      context.sexes.isEmpty
      ? [Sex?](repeating: nil, count: context.sampleCount) : context.sexes
    counts = [Counts](repeating: Counts(), count: context.sampleCount)
  }

  /// Counts the genotypes at SNVs on X.
  public mutating func consume(_ batch: borrowing VariantBatch) {
    if regions.count != batch.headerContigs.count {
      regions = ChromosomeRegions(of: batch.headerContigs)
    }
    recordCount += batch.count
    for record in 0..<batch.count where batch.sampleValues[record].ploidy > 0 {
      genotypeRecordCount += 1
      let region = regions.region(
        ofContig: Int(batch.contigs[record]), position: Int(batch.positions[record]))
      guard region == .x, batch.filters[record] != .failed,
        let alternate = SNVGenotypes.alternate(of: record, in: batch)
      else { continue }
      for sample in counts.indices { count(sample, record, alternate, in: batch) }
    }
  }

  private mutating func count(
    _ sample: Int, _ record: Int, _ alternate: Int, in batch: borrowing VariantBatch
  ) {
    guard batch.sampleValues[record].planeStart < 0 else {
      switch batch.planeNumber(record, sample) {
      case 1: counts[sample].heterozygotes += 1
      case 2: counts[sample].alternateHomozygotes += 1
      default: break
      }
      return
    }
    let ploidy = Int(batch.sampleValues[record].ploidy)
    let start = batch.sampleValues[record].genotypeStart + sample * ploidy
    guard let pair = AllelePair(batch.genotypes.span, start..<start + ploidy) else { return }
    switch (pair.first, pair.second) {
    case (alternate, alternate): counts[sample].alternateHomozygotes += 1
    case (0, alternate), (alternate, 0): counts[sample].heterozygotes += 1
    default: break
    }
  }

  /// Adds the counts of the part that follows.
  public mutating func merge(_ next: ChromosomalSex) {
    recordCount += next.recordCount
    genotypeRecordCount += next.genotypeRecordCount
    if next.regions.count > regions.count { regions = next.regions }
    for sample in counts.indices {
      counts[sample].heterozygotes += next.counts[sample].heterozygotes
      counts[sample].alternateHomozygotes += next.counts[sample].alternateHomozygotes
    }
  }

  /// Gives the sample's values.
  public mutating func finish(sample: Int, into output: inout FeatureOutput) {
    let counts = counts[sample]
    let (hets, homs) = (counts.heterozygotes, counts.alternateHomozygotes)
    let reason: MissingReason? =
      genotypeRecordCount == 0 && recordCount > 0
      ? .noGenotypes : regions.assembly == nil && recordCount > 0 ? .unknownAssembly : nil
    if let reason {
      output.appendMissing(3, reason)
    } else {
      output.append(hets)
      output.append(homs)
      output.append(homs == 0 ? nil : Double(hets) / Double(homs), else: .zeroDenominator)
    }
    if let sex = sexes[sample] {
      output.append(.text(sex.rawValue))
      output.append(.text("manifest"))
    } else if reason == nil, let sex = Self.sex(heterozygotes: hets, homozygotes: homs) {
      output.append(.text(sex.rawValue))
      output.append(.text("inferred"))
    } else {
      output.appendMissing(2, reason ?? .ambiguousSex)
    }
  }

  /// The sex that counts on X tell; nil where they tell none.
  static func sex(heterozygotes: Int, homozygotes: Int) -> Sex? {
    guard homozygotes >= Rule.leastHomozygotes else { return nil }
    let ratio = Double(heterozygotes) / Double(homozygotes)
    return ratio < Rule.male ? .male : ratio > Rule.female ? .female : nil
  }
}
