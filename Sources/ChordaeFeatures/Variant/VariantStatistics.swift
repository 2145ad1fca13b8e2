public import ChordaeCore

/// Counts of a call set's genotypes, one row a sample: `bcftools stats -s -`, table PSC.
///
/// The counts follow the peer to its corners: a half call is missing, a haploid genotype counts in
/// no column, `0/0` counts at every kind of site, so that each block of a gVCF counts one. One pass
/// serves all samples; memory is a few integers a sample.
public struct VariantStatistics: VariantFeature {
  private var recordCount = 0
  private var genotypeRecordCount = 0
  private var samples: [Counts]

  struct Counts {
    /// Genotypes that are not hom-ref; all others of the records with genotypes are.
    var notReferenceHomozygous = 0
    var missing = 0
    var heterozygous = 0
    var alternateHomozygous = 0
    var transitions = 0
    var transversions = 0
    var indels = 0
    var singletons = 0
    var depthSum: UInt64 = 0
    var depthCount = 0
  }

  public static let fields: VariantFields = [.genotypes, .depth]

  /// Counters at zero, a set a sample.
  public init(_ context: VariantContext) {
    samples = Array(repeating: Counts(), count: context.sampleCount)
  }

  /// Counts the genotypes and depths of the batch's records.
  public mutating func consume(_ batch: borrowing VariantBatch) {
    recordCount += batch.count
    for record in 0..<batch.count {
      if batch.ploidies[record] > 0 {
        genotypeRecordCount += 1
        countGenotypes(of: record, in: batch)
      }
      if batch.depthSources[record] != .none {
        sumDepths(batch.depths.span, from: batch.depthStarts[record])
      }
    }
  }

  private mutating func countGenotypes(of record: Int, in batch: borrowing VariantBatch) {
    let firstAllele = batch.alleleStarts[record]
    var carriers = 0
    var lastCarrier = 0
    for sample in samples.indices {
      let genotype = Genotype(batch, record, sample)
      if samples[sample].count(genotype, firstAllele: firstAllele, in: batch) {
        carriers += 1
        lastCarrier = sample
      }
    }
    if carriers == 1 { samples[lastCarrier].singletons += 1 }
  }

  /// Adds the counts of the part that follows.
  public mutating func merge(_ next: VariantStatistics) {
    recordCount += next.recordCount
    genotypeRecordCount += next.genotypeRecordCount
    for sample in samples.indices { samples[sample].add(next.samples[sample]) }
  }

  private mutating func sumDepths(_ depths: Span<Int32>, from start: Int) {
    for sample in samples.indices {
      let depth = depths[start + sample]
      guard depth != VariantBatch.missingDepth else { continue }
      samples[sample].depthSum &+= UInt64(bitPattern: Int64(depth))
      samples[sample].depthCount += 1
    }
  }

  /// Gives the sample's values; counts are null where records were read and none had genotypes.
  public mutating func finish(sample: Int, into output: inout FeatureOutput) {
    let counts = samples[sample]
    let hasGenotypes = genotypeRecordCount > 0 || recordCount == 0
    if hasGenotypes {
      output.append(genotypeRecordCount - counts.notReferenceHomozygous)
      output.append(counts.alternateHomozygous)
      output.append(counts.heterozygous)
      output.append(counts.transitions)
      output.append(counts.transversions)
      output.append(counts.indels)
      output.append(counts.singletons)
      output.append(counts.missing)
    } else {
      output.appendMissing(8, .noGenotypes)
    }
    output.append(counts.averageDepth, else: .noDepthField)
    let reason: MissingReason = hasGenotypes ? .zeroDenominator : .noGenotypes
    output.append(Self.ratio(counts.transitions, counts.transversions), else: reason)
    output.append(Self.ratio(counts.heterozygous, counts.alternateHomozygous), else: reason)
  }

  private static func ratio(_ numerator: Int, _ denominator: Int) -> Double? {
    denominator == 0 ? nil : Double(numerator) / Double(denominator)
  }
}

extension VariantStatistics.Counts {
  mutating func add(_ other: Self) {
    notReferenceHomozygous += other.notReferenceHomozygous
    missing += other.missing
    heterozygous += other.heterozygous
    alternateHomozygous += other.alternateHomozygous
    transitions += other.transitions
    transversions += other.transversions
    indels += other.indels
    singletons += other.singletons
    depthSum &+= other.depthSum
    depthCount += other.depthCount
  }

  /// Mean depth in single precision, as the peer divides, so that both print the same digits.
  var averageDepth: Double? {
    depthCount == 0 ? nil : Double(Float(depthSum) / Float(depthCount))
  }

  /// Counts one genotype and says whether it carries an alternate allele and is not haploid.
  mutating func count(
    _ genotype: Genotype, firstAllele: Int, in batch: borrowing VariantBatch
  ) -> Bool {
    let kinds = batch.alleleKinds.span
    switch genotype {
    case .referenceHomozygous: return false
    case .missing:
      notReferenceHomozygous += 1
      missing += 1
      return false
    case .haploid:
      notReferenceHomozygous += 1
      return false
    case .alternateHomozygous(let allele):
      notReferenceHomozygous += 1
      let kind = kinds[firstAllele + allele]
      if isSubstitution(kind) { alternateHomozygous += 1 }
      countChange(kind, firstAllele: firstAllele, allele, kind, in: batch)
    case .heterozygous(let first, let second):
      notReferenceHomozygous += 1
      let kind = kinds[firstAllele + first]
      let both = second.map { kind.union(batch.alleleKinds[firstAllele + $0]) } ?? kind
      if isSubstitution(both) { heterozygous += 1 }
      countChange(kind, firstAllele: firstAllele, first, both, in: batch)
    }
    return true
  }

  /// Sites without an alternate, or with one that stands for the reference, count as SNVs.
  private func isSubstitution(_ kinds: AlleleKind) -> Bool {
    kinds.contains(.snv) || kinds.isEmpty
  }

  /// Counts the change: transition or transversion by the first alternate alone, indel by both.
  private mutating func countChange(
    _ kind: AlleleKind, firstAllele: Int, _ allele: Int, _ both: AlleleKind,
    in batch: borrowing VariantBatch
  ) {
    if kind.contains(.snv) {
      let alternate = Self.number(batch.alleleBases[firstAllele + allele])
      // As with the peer, an alternate that is no base ends the counting of the genotype.
      if alternate < 0 { return }
      let reference = Self.number(batch.alleleBases[firstAllele])
      if abs(reference - alternate) == 2 { transitions += 1 } else { transversions += 1 }
    }
    if both.contains(.indel) { indels += 1 }
  }

  /// The number by which the peer compares first bases: A 0, C 1, G 2, T 3, anything else -1.
  private static func number(_ base: UInt8) -> Int {
    base == VariantBatch.otherBase ? -1 : Int(base)
  }
}
