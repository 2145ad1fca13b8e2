internal import ChordaeCore
internal import ChordaeKernels

/// The alternate alleles that each sample carries, by their frequency and by the length of indels.
///
/// An allele counts once a record and sample, however many copies the genotype has; half calls and
/// haploid genotypes carry what they name. Alleles that stand for the reference or for a position
/// that another deletion spans are none.
struct AlleleHistograms {
  /// Upper edges of the frequencies' bins, in thousandths, each inclusive.
  static let frequencyEdges = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000]
  /// The greatest length of an indel with a bin of its own, as in the peer's table IDD.
  static let longestIndel = 60
  static let lengthBins = 2 * longestIndel + 1

  private var frequencies: [PlaneCounter]
  private var lengths: [PlaneCounter]
  private let sampleCount: Int
  /// Copies of each allele of a record.
  private var copies: [Int] = []

  /// Histograms at zero.
  init(sampleCount: Int) {
    self.sampleCount = sampleCount
    let zero = PlaneCounter(sampleCount: sampleCount)
    frequencies = Array(repeating: zero, count: Self.frequencyEdges.count)
    lengths = Array(repeating: zero, count: Self.lengthBins)
  }

  /// Counts the carriers of a record's one alternate.
  mutating func count(
    _ planes: borrowing GenotypePlanes, _ record: Int, in batch: borrowing VariantBatch
  ) {
    guard planes.carrierCount > 0, Self.isCounted(1, record, in: batch) else { return }
    let carried = planes.heterozygousCount + 2 * planes.alternateHomozygousCount
    let called = 2 * (sampleCount - planes.missingCount)
    frequencies[Self.bin(carried, of: called)].add(.carriers, of: planes)
    if let length = Self.lengthBin(1, record, in: batch) {
      lengths[length].add(.carriers, of: planes)
    }
  }

  /// Counts the carriers of each alternate of a record whose genotypes are codes.
  mutating func count(codesOf record: Int, in batch: borrowing VariantBatch) {
    let (ploidy, start) = (
      Int(batch.sampleValues[record].ploidy), batch.sampleValues[record].genotypeStart
    )
    let codes = batch.genotypes.span
    let called = countCopies(codes, start..<start + sampleCount * ploidy, record, in: batch)
    for sample in 0..<sampleCount {
      let range = start + sample * ploidy..<start + (sample + 1) * ploidy
      for index in range {
        guard let allele = Genotype.alternate(index, in: range, codes),
          Self.isCounted(allele, record, in: batch)
        else { continue }
        frequencies[Self.bin(copies[allele], of: called)].add(1, for: sample)
        if let length = Self.lengthBin(allele, record, in: batch) {
          lengths[length].add(1, for: sample)
        }
      }
    }
  }

  /// Adds those of the records that follow.
  mutating func merge(_ next: AlleleHistograms) {
    for bin in frequencies.indices { frequencies[bin].merge(next.frequencies[bin]) }
    for bin in lengths.indices { lengths[bin].merge(next.lengths[bin]) }
  }

  /// Makes the counts readable.
  mutating func flush() {
    for bin in frequencies.indices { frequencies[bin].flush() }
    for bin in lengths.indices { lengths[bin].flush() }
  }

  /// A sample's alleles in each bin of frequencies, and of lengths from the longest deletion on.
  func bins(of sample: Int) -> (frequencies: [Int], lengths: [Int]) {
    (frequencies.map { $0.count(of: sample) }, lengths.map { $0.count(of: sample) })
  }

  /// The bin of a frequency, in whole numbers so that edges are exact.
  static func bin(_ copies: Int, of called: Int) -> Int {
    frequencyEdges.firstIndex { copies * 1_000 <= called * $0 } ?? frequencyEdges.count - 1
  }

  private static func isCounted(
    _ allele: Int, _ record: Int, in batch: borrowing VariantBatch
  ) -> Bool {
    let place = batch.alleleStarts[record] + allele
    guard place < batch.alleleStarts[record + 1] else { return false }
    let kind = batch.alleles[place].kind
    return !kind.isEmpty && !kind.contains(.spanned)
  }

  /// The bin of an indel's length; those past the ends are in the outer bins.
  private static func lengthBin(
    _ allele: Int, _ record: Int, in batch: borrowing VariantBatch
  ) -> Int? {
    let place = batch.alleleStarts[record] + allele
    guard batch.alleles[place].kind.contains(.indel) else { return nil }
    return min(max(Int(batch.alleles[place].length), -longestIndel), longestIndel) + longestIndel
  }

  /// Counts the copies of each allele of a record; gives the called alleles.
  private mutating func countCopies(
    _ codes: Span<Int16>, _ range: Range<Int>, _ record: Int, in batch: borrowing VariantBatch
  ) -> Int {
    let alleles = batch.alleleStarts[record + 1] - batch.alleleStarts[record]
    copies.removeAll(keepingCapacity: true)
    copies.append(contentsOf: repeatElement(0, count: alleles))
    for index in range {
      let allele = Int(codes[index] >> 1) - 1
      if allele >= 0 { copies[allele] += 1 }
    }
    return copies.reduce(0, +)
  }
}
