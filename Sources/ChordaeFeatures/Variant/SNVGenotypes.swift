import ChordaeCore

/// The genotypes of all samples at a SNV as two bits a sample: heterozygous, missing.
///
/// A homozygote has neither. It is refilled record by record.
struct SNVGenotypes: Sendable {
  private(set) var heterozygous: [UInt64]
  private(set) var missing: [UInt64]

  /// Room for so many samples, all of them homozygous.
  init(sampleCount: Int) {
    heterozygous = [UInt64](repeating: 0, count: (sampleCount + 63) / 64)
    missing = heterozygous
  }

  /// The number of a record's alternate allele where it is a SNV, one base into one other; nil for
  /// any other record.
  ///
  /// Alleles that stand for the reference (`<*>`, `<NON_REF>`) may stand beside it, as in a gVCF.
  static func alternate(of record: Int, in batch: borrowing VariantBatch) -> Int? {
    let first = batch.alleleStarts[record]
    let count = batch.alleleStarts[record + 1] - first
    // Most records have one alternate, and most of a gVCF's stand for the reference.
    if count == 2, batch.alleles[first + 1].kind != .snv { return nil }
    var alternate: Int?
    for allele in 1..<max(1, count) where batch.alleles[first + allele].kind != [] {
      guard alternate == nil else { return nil }
      alternate = allele
    }
    guard let alternate, batch.alleles[first + alternate].kind == .snv,
      batch.referenceLengths[record] == 1, batch.positions[record] >= 0,
      batch.alleles[first].base < 4, batch.alleles[first + alternate].base < 4
    else { return nil }
    return alternate
  }

  /// Takes the genotypes of a record with genotypes, a SNV by its alternate allele.
  ///
  /// A single allele, a half call and any other allele count as missing.
  mutating func take(_ record: Int, alternate: Int, in batch: borrowing VariantBatch) {
    guard batch.sampleValues[record].planeStart < 0 else {
      let (start, count) = (batch.sampleValues[record].planeStart, heterozygous.count)
      for word in 0..<count {
        let (low, high) = (batch.planes[start + word], batch.planes[start + count + word])
        heterozygous[word] = low & ~high
        missing[word] = low & high
      }
      return
    }
    for word in heterozygous.indices { (heterozygous[word], missing[word]) = (0, 0) }
    for sample in 0..<batch.sampleCount {
      let bit = UInt64(1) << UInt64(sample & 63)
      switch Genotype(batch, record, sample) {
      case .referenceHomozygous, .alternateHomozygous(alternate): break
      case .heterozygous(alternate, nil): heterozygous[sample >> 6] |= bit
      default: missing[sample >> 6] |= bit
      }
    }
  }

  /// What a sample has.
  func call(of sample: Int) -> HomozygousRuns.Call {
    let shift = UInt64(sample & 63)
    if heterozygous[sample >> 6] >> shift & 1 == 1 { return .heterozygous }
    return missing[sample >> 6] >> shift & 1 == 1 ? .missing : .homozygous
  }
}
