import ChordaeCore

/// The two alleles of a genotype, as plink2 reads it: a single allele stands for two of its kind.
struct AllelePair: Equatable {
  let first: Int
  let second: Int
  /// Whether there is but one allele.
  let isSingle: Bool

  /// The alleles of a sample's codes; nil where one is missing, or where there are three or more.
  init?(_ codes: Span<Int16>, _ range: Range<Int>) {
    var (count, first, second) = (0, -1, -1)
    for index in range where codes[index] != VariantBatch.absentAllele {
      let allele = Int(codes[index] >> 1) - 1
      guard allele >= 0, count < 2 else { return nil }
      if count == 0 { first = allele }
      second = allele
      count += 1
    }
    guard count > 0 else { return nil }
    (self.first, self.second, isSingle) = (first, second, count == 1)
  }
}
