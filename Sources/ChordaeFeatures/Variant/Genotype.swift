import ChordaeCore

/// One sample's genotype at one record, sorted as htslib's `bcf_gt_type` sorts it.
enum Genotype {
  /// One allele or more is missing, or the sample has none.
  case missing
  /// A single allele, this one.
  case haploid(Int)
  case referenceHomozygous
  /// All alleles are this one.
  case alternateHomozygous(Int)
  /// Two different alleles or more: the lowest alternate, and another alternate where there is one.
  case heterozygous(Int, Int?)

  /// Sorts the genotype of a sample at a record, which has genotypes.
  init(_ batch: borrowing VariantBatch, _ record: Int, _ sample: Int) {
    guard batch.sampleValues[record].planeStart >= 0 else {
      let ploidy = Int(batch.sampleValues[record].ploidy)
      let start = batch.sampleValues[record].genotypeStart + sample * ploidy
      self.init(batch.genotypes.span, start..<start + ploidy)
      return
    }
    self =
      switch batch.planeNumber(record, sample) {
      case 0: .referenceHomozygous
      case 1: .heterozygous(1, nil)
      case 2: .alternateHomozygous(1)
      default: .missing
      }
  }

  /// Sorts the codes of one sample.
  init(_ codes: Span<Int16>, _ range: Range<Int>) {
    var count = 0
    var hasReference = false
    var first = 0
    var second: Int?
    for index in range where codes[index] != VariantBatch.absentAllele {
      let allele = Int(codes[index] >> 1) - 1
      guard allele >= 0 else {
        self = .missing
        return
      }
      count += 1
      if allele == 0 {
        hasReference = true
      } else if first == 0 {
        first = allele
      } else if allele != first {
        second = max(allele, first)
        first = min(allele, first)
      }
    }
    switch count {
    case 0: self = .missing
    case 1: self = .haploid(first)
    default:
      if first == 0 {
        self = .referenceHomozygous
      } else if hasReference || second != nil {
        self = .heterozygous(first, second)
      } else {
        self = .alternateHomozygous(first)
      }
    }
  }

  /// How many samples of two codes each, from a place on and at most `limit`, have the reference twice,
  /// phased or not.
  static func referencePairs(_ codes: Span<Int16>, from place: Int, limit: Int) -> Int {
    let bytes = unsafe codes.bytes
    precondition(place >= 0 && limit >= 0 && place + 2 * limit <= codes.count)
    // Two samples are a word; the loads stay within `limit` samples.
    func word(_ sample: Int) -> UInt64 {
      unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 2 * place + 4 * sample, as: UInt64.self)
    }
    var count = 0
    while count + 2 <= limit, word(count) | 0x0001_0001_0001_0001 == 0x0003_0003_0003_0003 {
      count += 2
    }
    if count < limit, codes[place + 2 * count] >> 1 == 1, codes[place + 2 * count + 1] >> 1 == 1 {
      count += 1
    }
    return count
  }

  /// The alternate allele that a place of a sample's codes names; nil where it names none, or one
  /// that a place before it names too.
  static func alternate(_ index: Int, in range: Range<Int>, _ codes: Span<Int16>) -> Int? {
    let allele = Int(codes[index] >> 1) - 1
    guard allele > 0 else { return nil }
    for earlier in range.lowerBound..<index where Int(codes[earlier] >> 1) - 1 == allele {
      return nil
    }
    return allele
  }
}
