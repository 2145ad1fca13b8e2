internal import ChordaeCore
internal import Glibc

/// The expected copies of each alternate allele that follow from the values of one sample's DS, HDS, GP,
/// PL or GL.
///
/// Values come in the file's order, those that are missing as not a number; what follows from a missing
/// one is not a number.
enum SampleDosages {
  /// Writes a sample's dosages, one every `stride` places from `start` on, that of the first alternate
  /// allele first.
  static func write(
    _ values: [Double], _ role: FormatLayout.Role, alleleCount: Int,
    to dosages: inout [Float], from start: Int, stride: Int
  ) {
    switch role {
    case .dosage:
      for allele in 1..<alleleCount {
        dosages[start + (allele - 1) * stride] =
          allele <= values.count ? Float(values[allele - 1]) : .nan
      }
    case .haplotypeDosages:
      // A value a haplotype and alternate allele: those of the first haplotype, then the next.
      let alternates = alleleCount - 1
      let isWhole = !values.isEmpty && values.count % alternates == 0
      for allele in 0..<alternates {
        var sum = isWhole ? 0 : Double.nan
        for place in Swift.stride(from: allele, to: isWhole ? values.count : 0, by: alternates) {
          sum += values[place]
        }
        dosages[start + allele * stride] = Float(sum)
      }
    case .probabilities: spread(values, alleleCount, &dosages, start, stride)
    case .phredLikelihoods:
      spread(weights(values) { pow(10, -0.1 * $0) }, alleleCount, &dosages, start, stride)
    case .logLikelihoods:
      spread(weights(values) { pow(10, $0) }, alleleCount, &dosages, start, stride)
    default: preconditionFailure("the values hold no dosages")
    }
  }

  /// Weights that sum to 1.
  private static func weights(_ values: [Double], _ weight: (Double) -> Double) -> [Double] {
    let weights = values.map(weight)
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  /// Adds up the copies of each allele over the genotypes, each with its probability: in the order of
  /// the VCF specification (1.6.2, GL), of two alleles a sample or, where there are as many values as
  /// alleles, of one.
  private static func spread(
    _ values: [Double], _ alleleCount: Int, _ dosages: inout [Float], _ start: Int, _ stride: Int
  ) {
    var sums = [Double](repeating: 0, count: alleleCount)
    if values.count == alleleCount {
      sums = values
    } else if values.count == alleleCount * (alleleCount + 1) / 2 {
      var place = 0
      for second in 0..<alleleCount {
        for first in 0...second {
          sums[first] += values[place]
          sums[second] += values[place]
          place += 1
        }
      }
    } else {
      sums = [Double](repeating: .nan, count: alleleCount)
    }
    let isKnown = !values.contains { $0.isNaN }
    for allele in 1..<alleleCount {
      dosages[start + (allele - 1) * stride] = isKnown ? Float(sums[allele]) : .nan
    }
  }
}
