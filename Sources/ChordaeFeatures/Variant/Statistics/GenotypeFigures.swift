internal import ChordaeCore

/// What a set of records says of one sample.
struct GenotypeFigures {
  var recordCount: Int
  var genotypeRecordCount: Int
  var counts: SampleCounts
  var blockBases: (reference: Int, noCall: Int)
  var depth: DepthSums.Depth
  var frequencyBins: [Int]
  var lengthBins: [Int]

  /// Whether counts of genotypes mean something: not where records were read and none had any.
  var hasGenotypes: Bool { genotypeRecordCount > 0 || recordCount == 0 }

  /// The figures over both sets of records.
  func adding(_ other: GenotypeFigures) -> GenotypeFigures {
    var sum = self
    sum.recordCount += other.recordCount
    sum.genotypeRecordCount += other.genotypeRecordCount
    sum.counts.add(other.counts)
    sum.blockBases.reference += other.blockBases.reference
    sum.blockBases.noCall += other.blockBases.noCall
    sum.depth.add(other.depth)
    sum.frequencyBins = zip(frequencyBins, other.frequencyBins).map { $0 + $1 }
    sum.lengthBins = zip(lengthBins, other.lengthBins).map { $0 + $1 }
    return sum
  }

  /// Appends the values in the columns' order; counts are null where genotypes are missing.
  func append(to output: inout FeatureOutput, hasGenotypes: Bool) {
    let first = [
      genotypeRecordCount - counts.notReferenceHomozygous, counts.alternateHomozygous,
      counts.heterozygous, counts.transitions, counts.transversions, counts.indels,
      counts.singletons, counts.missing,
    ]
    let last = [
      counts.haploidReference, counts.haploidAlternate, counts.insertionHeterozygous,
      counts.deletionHeterozygous, counts.insertionHomozygous, counts.deletionHomozygous,
      blockBases.reference, blockBases.noCall,
    ]
    Self.append(first, to: &output, hasGenotypes)
    output.append(depth.mean, else: .noDepthField)
    let reason: MissingReason = hasGenotypes ? .zeroDenominator : .noGenotypes
    output.append(Self.ratio(counts.transitions, counts.transversions), else: reason)
    output.append(Self.ratio(counts.heterozygous, counts.alternateHomozygous), else: reason)
    Self.append(last, to: &output, hasGenotypes)
  }

  private static func append(
    _ counts: [Int], to output: inout FeatureOutput, _ hasGenotypes: Bool
  ) {
    guard hasGenotypes else { return output.appendMissing(counts.count, .noGenotypes) }
    for count in counts { output.append(count) }
  }

  private static func ratio(_ numerator: Int, _ denominator: Int) -> Double? {
    denominator == 0 ? nil : Double(numerator) / Double(denominator)
  }
}
