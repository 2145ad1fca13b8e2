public import ChordaeCore

/// Collects what a call set says of each sample at some sites of one base, for the comparison with
/// the samples' alignments.
///
/// The sites are those of the run's list, the same for all samples; without a list those where the
/// sample itself carries an alternate allele: at most others two people agree whoever they are. A
/// Genotypes that a filter or their quality speaks against are left out. A
/// sample keeps at most `limit` of them, evenly spread over its calls; so memory is bounded by the
/// samples, and one reading of a call set serves all. It is no group: its column stands in no table.
public struct CalledSiteCollection: OrderedVariantFeature {
  /// Sites that are compared at most.
  static let limit = 500
  /// The genotype quality (GQ) that a call needs, where it has one.
  static let minimumQuality: Int32 = 20

  public static let group = FeatureGroup(
    "aln.concordance.calls", from: .variants,
    [
      FeatureColumn(
        "aln.concordance.calls", "Calls", "The assembly's number, then calls as numbers.",
        type: .list(.int64, count: limit + 1), unit: .none, method: Concordance.method)
    ])

  public static let fields: VariantFields = [.genotypes, .evidence]

  private let listed: ListedSites?
  /// Alternate alleles of each sample at each listed site; `unknown` where no call says.
  private var counts: [UInt8]
  /// Each sample's own sites, without a list.
  private var own: [EvenChoice]
  private var chromosomes = ChromosomeNumbers()

  private static let unknown: UInt8 = 255

  /// A collection before the first record.
  public init(_ context: VariantContext) {
    listed = context.options.sites.map { ListedSites($0, limit: Self.limit) }
    counts = [UInt8](
      repeating: Self.unknown, count: (listed?.sites.count ?? 0) * context.sampleCount)
    own = [EvenChoice](
      repeating: EvenChoice(limit: Self.limit), count: listed == nil ? context.sampleCount : 0)
  }

  /// Takes in the calls of the batch's records.
  public mutating func consume(_ batch: borrowing VariantBatch) {
    chromosomes.take(batch.headerContigs)
    for record in 0..<batch.count where batch.sampleValues[record].ploidy == 2 {
      guard batch.filters[record] != .failed, let chromosome = chromosomes[batch.contigs[record]],
        let site = Self.site(record, on: chromosome, in: batch)
      else { continue }
      if let listed {
        guard let place = listed.place(of: site) else { continue }
        takeListed(at: place, listed.sites.count, record, in: batch)
      } else {
        takeOwn(site, record, in: batch)
      }
    }
  }

  private mutating func takeListed(
    at place: Int, _ width: Int, _ record: Int, in batch: borrowing VariantBatch
  ) {
    for sample in 0..<batch.sampleCount {
      let count = Self.alternateCount(of: sample, record, in: batch)
      counts[sample * width + place] = count.map { UInt8($0) } ?? Self.unknown
    }
  }

  private mutating func takeOwn(
    _ site: CalledSite, _ record: Int, in batch: borrowing VariantBatch
  ) {
    for sample in own.indices {
      guard let count = Self.alternateCount(of: sample, record, in: batch), count > 0 else {
        continue
      }
      own[sample].take(site.packed + Int64(count))
    }
  }

  /// The record's site, with no alternate allele called; nil where it is not one base into another.
  private static func site(
    _ record: Int, on chromosome: Int, in batch: borrowing VariantBatch
  ) -> CalledSite? {
    let first = batch.alleleStarts[record]
    guard batch.alleleStarts[record + 1] - first == 2, batch.alleles[first + 1].kind == .snv,
      batch.referenceLengths[record] == 1, batch.positions[record] >= 0,
      batch.alleles[first].base < 4, batch.alleles[first + 1].base < 4
    else { return nil }
    return CalledSite(
      chromosome: chromosome, position: Int(batch.positions[record]),
      reference: batch.alleles[first].base, alternate: batch.alleles[first + 1].base,
      alternateCount: 0)
  }

  /// Alternate alleles of a sample's two; nil where it has not two called ones, or of poor quality.
  private static func alternateCount(
    of sample: Int, _ record: Int, in batch: borrowing VariantBatch
  ) -> Int? {
    let start = batch.sampleValues[record].evidenceStart
    let quality = start < 0 ? VariantBatch.missingDepth : batch.evidence[start + sample]
    guard quality >= minimumQuality || quality == VariantBatch.missingDepth else { return nil }
    switch Genotype(batch, record, sample) {
    case .referenceHomozygous: return 0
    case .heterozygous: return 1
    case .alternateHomozygous: return 2
    case .missing, .haploid: return nil
    }
  }

  /// Gives one sample's calls as numbers, -1 for a site without one.
  public mutating func finish(sample: Int, into output: inout FeatureOutput) {
    var numbers: [Int64]
    if let listed {
      let start = sample * listed.sites.count
      numbers = listed.sites.indices.map { place in
        let count = counts[start + place]
        return count == Self.unknown ? -1 : listed.sites[place].packed + Int64(count)
      }
    } else {
      numbers = own[sample].numbers
    }
    numbers += [Int64](repeating: -1, count: Self.limit - numbers.count)
    output.append(.integers([chromosomes.assemblyNumber] + numbers))
  }

  /// The calls behind a value of the column.
  public static func calls(of value: FeatureValue) -> CalledSites {
    switch value {
    case .integers(let numbers):
      .sites(
        numbers.dropFirst().compactMap { CalledSite(packed: $0) },
        assembly: ChromosomeNumbers.assembly(numbered: numbers[0]))
    case .missing(let reason): .missing(reason ?? .notProvided)
    default: preconditionFailure("the value of the collection's column")
    }
  }
}
