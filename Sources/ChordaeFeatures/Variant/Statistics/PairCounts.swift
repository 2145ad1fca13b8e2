internal import ChordaeCore

/// What each diploid genotype that a record allows adds to a sample's counts.
///
/// A record with several alternates has few genotypes and many samples: each genotype is sorted once
/// a record, by the rules of `SampleCounts`, and not once a sample.
struct PairCounts {
  private var counts: [SampleCounts] = []
  private var carries: [Bool] = []
  /// Values of an allele: missing, the reference, the alternates.
  private var values = 0

  /// Samples from which on sorting all genotypes of a record costs less than sorting those it has.
  static let fewestSamples = 64
  private static let mostValues = 8

  /// Sorts the genotypes of a record; false where it has too many alleles for that to be worth it.
  mutating func sort(_ record: Int, of batch: borrowing VariantBatch) -> Bool {
    values = batch.alleleStarts[record + 1] - batch.alleleStarts[record] + 1
    guard values <= Self.mostValues else { return false }
    counts.removeAll(keepingCapacity: true)
    carries.removeAll(keepingCapacity: true)
    for first in 0..<values {
      for second in 0..<values {
        let codes = [Int16(2 * first), Int16(2 * second)]
        var one = SampleCounts()
        carries.append(one.count(Genotype(codes.span, 0..<2), record, in: batch))
        counts.append(one)
      }
    }
    return true
  }

  /// The place of a genotype, phased or not; nil where an allele is absent or none of the record's.
  @inline(__always)
  func place(_ first: Int16, _ second: Int16) -> Int? {
    let (first, second) = (Int(first >> 1), Int(second >> 1))
    guard 0..<values ~= first, 0..<values ~= second else { return nil }
    return first * values + second
  }

  /// Adds what the genotype at a place adds, and says whether it carries an alternate allele.
  @inline(__always)
  func add(_ place: Int, to sample: inout SampleCounts) -> Bool {
    sample.add(counts[place])
    return carries[place]
  }
}
