public import ChordaeCore

/// Allele counts of the samples that the manifest names, a row a site and alternate allele: the table
/// `frequencies`.
///
/// Genotypes count by the copies that a person of the sample's sex has there: a man's X outside PAR1
/// and PAR2 and his Y, and everybody's mitochondrion, count once, whether they are coded with one
/// allele or with two of a kind, and not at all where the two differ. On Y nobody counts who is known to
/// be female, and everybody else once. Where the sex, and with it the copies on X, is not known, and on
/// contigs that are no chromosome, genotypes count as they are coded. A half call and a genotype of
/// three or more alleles are missing.
///
/// A record costs a few operations a word of 64 samples; one that is not held as bit planes, a step a
/// sample.
public struct AlleleFrequencies: SiteTableFeature {
  public private(set) var siteRows: RecordBatch
  private let sexes: SexPlanes
  private var regions = ChromosomeRegions(of: [])
  private var counts: [AlleleCounts] = []

  public static let fields: VariantFields = [.genotypes]

  /// No row yet.
  public init(_ context: VariantContext) {
    siteRows = RecordBatch(
      TableSchema(.frequencies, Self.group.tables.flatMap { $0.columns.map(\.field) }))
    sexes = SexPlanes(context.sexes, sampleCount: context.sampleCount)
  }

  /// Counts the alleles of the batch's records, whose rows take the place of the last batch's.
  public mutating func consume(_ batch: borrowing VariantBatch) {
    siteRows.removeAll()
    if regions.count != batch.headerContigs.count {
      regions = ChromosomeRegions(of: batch.headerContigs)
    }
    for record in 0..<batch.count {
      let region = regions.region(
        ofContig: Int(batch.contigs[record]), position: Int(batch.positions[record]))
      let alleles = batch.alleleStarts[record + 1] - batch.alleleStarts[record]
      counts.removeAll(keepingCapacity: true)
      counts.append(contentsOf: repeatElement(AlleleCounts(), count: alleles))
      // A record without GT counts nothing.
      if batch.sampleValues[record].planeStart >= 0 {
        countPlanes(batch.planes.span, from: batch.sampleValues[record].planeStart, in: region)
      } else if batch.sampleValues[record].ploidy > 0 {
        countCodes(of: record, in: batch, region)
      }
      appendRows(of: record, in: batch)
    }
  }

  private mutating func countPlanes(
    _ words: Span<UInt64>, from start: Int, in region: ChromosomeRegion
  ) {
    let count = sexes.wordCount
    var (reference, alternate) = (AlleleCounts(), AlleleCounts())
    for word in 0..<count {
      let (low, high) = (words[start + word], words[start + count + word])
      let single = sexes.single(region, word)
      let double = sexes.present(region, word) & ~single
      let (heterozygous, homozygous) = (low & ~high, high & ~low)
      let plain = ~(low | high)
      alternate.heterozygous += (heterozygous & double).nonzeroBitCount
      alternate.homozygous += (homozygous & double).nonzeroBitCount
      alternate.single += (homozygous & single).nonzeroBitCount
      reference.homozygous += (plain & double).nonzeroBitCount
      reference.single += (plain & single).nonzeroBitCount
    }
    reference.heterozygous = alternate.heterozygous
    counts[0] = reference
    if counts.count > 1 { counts[1] = alternate }
  }

  private mutating func countCodes(
    of record: Int, in batch: borrowing VariantBatch, _ region: ChromosomeRegion
  ) {
    let ploidy = Int(batch.sampleValues[record].ploidy)
    let start = batch.sampleValues[record].genotypeStart
    for sample in 0..<batch.sampleCount {
      let (word, bit) = (sample >> 6, UInt64(1) << UInt64(sample & 63))
      let range = start + sample * ploidy..<start + (sample + 1) * ploidy
      guard sexes.present(region, word) & bit != 0,
        let pair = AllelePair(batch.genotypes.span, range)
      else { continue }
      let (first, second) = (pair.first, pair.second)
      if sexes.single(region, word) & bit != 0 || pair.isSingle {
        if first == second { counts[first].single += 1 }
      } else if first == second {
        counts[first].homozygous += 1
      } else {
        counts[first].heterozygous += 1
        counts[second].heterozygous += 1
      }
    }
  }

  private mutating func appendRows(of record: Int, in batch: borrowing VariantBatch) {
    let first = batch.alleleStarts[record]
    let total = counts.reduce(0) { $0 + $1.copies }
    let contig = batch.headerContigs[Int(batch.contigs[record])].name
    func letters(_ allele: Int) -> String {
      String(decoding: batch.text[batch.alleles[first + allele].text], as: UTF8.self)
    }
    for allele in counts.indices.dropFirst() where batch.alleles[first + allele].kind != [] {
      let count = counts[allele]
      siteRows.columns[0].append(contig)
      siteRows.columns[1].append(batch.positions[record])
      siteRows.columns[2].append(letters(0))
      siteRows.columns[3].append(letters(allele))
      let numbers = [
        count.copies, total, count.heterozygous, count.homozygous, count.single,
      ]
      for (place, number) in numbers.enumerated() {
        siteRows.columns[4 + place].append(Int64(number))
      }
    }
  }

  /// A sample has no values.
  public mutating func finish(sample: Int, into output: inout FeatureOutput) {}
}

/// Samples that have an allele, by how many copies of it.
private struct AlleleCounts {
  var heterozygous = 0
  var homozygous = 0
  /// Those of whom one copy counts.
  var single = 0

  var copies: Int { heterozygous + 2 * homozygous + single }
}

/// Who of the samples counts once, or not at all, in a region: a bit a sample.
private struct SexPlanes: Sendable {
  private var everybody: [UInt64]
  private var male: [UInt64]
  private var female: [UInt64]

  init(_ sexes: [Sex?], sampleCount: Int) {
    everybody = [UInt64](repeating: 0, count: (sampleCount + 63) / 64)
    male = everybody
    female = everybody
    for sample in 0..<sampleCount {
      let bit = UInt64(1) << UInt64(sample & 63)
      everybody[sample >> 6] |= bit
      switch sexes.isEmpty ? nil : sexes[sample] {
      case .male: male[sample >> 6] |= bit
      case .female: female[sample >> 6] |= bit
      case nil: break
      }
    }
  }

  var wordCount: Int { everybody.count }

  /// Those who have the region at all.
  func present(_ region: ChromosomeRegion, _ word: Int) -> UInt64 {
    region.copies(of: .female) == 0 ? everybody[word] & ~female[word] : everybody[word]
  }

  /// Those of them who count once.
  func single(_ region: ChromosomeRegion, _ word: Int) -> UInt64 {
    switch (region.copies(of: .male), region.copies(of: .female)) {
    case (1, 1): everybody[word]
    case (1, 0): everybody[word] & ~female[word]
    case (1, _): male[word]
    default: 0
    }
  }
}
