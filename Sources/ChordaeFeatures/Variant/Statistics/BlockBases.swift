internal import ChordaeCore
internal import ChordaeKernels

/// Bases of a gVCF's block records by what each sample's genotype says of them.
///
/// Most samples are reference at most blocks, so that only the others are kept: the work is by the
/// genotypes that are not hom-ref.
struct BlockBases {
  /// Bases of all blocks with genotypes.
  private var all = 0
  /// Of those, where the sample is not called reference, and where it is not called at all.
  private var notReference: [Int]
  private var notCalled: [Int]

  /// Nothing yet.
  init(sampleCount: Int) {
    notReference = Array(repeating: 0, count: sampleCount)
    notCalled = notReference
  }

  /// Whether a record has no alternate of its own: none, or those that stand for the reference.
  static func isBlock(_ record: Int, in batch: borrowing VariantBatch) -> Bool {
    let alternates = batch.alleleStarts[record] + 1..<batch.alleleStarts[record + 1]
    for allele in alternates where !batch.alleles[allele].kind.isEmpty { return false }
    return true
  }

  /// Adds a block whose genotypes are planes.
  mutating func add(_ planes: borrowing GenotypePlanes, length: Int) {
    all += length
    if planes.carrierCount > 0 {
      planes.forEach(.carriers) { notReference[$0] += length }
    }
    guard planes.missingCount > 0 else { return }
    planes.forEach(.missing) {
      notReference[$0] += length
      notCalled[$0] += length
    }
  }

  /// Adds the bases of a block, for the genotypes that follow one by one.
  mutating func add(length: Int) { all += length }

  /// Adds one genotype of such a block.
  mutating func add(_ genotype: Genotype, of sample: Int, length: Int) {
    switch genotype {
    case .referenceHomozygous, .haploid(0): break
    case .missing:
      notReference[sample] += length
      notCalled[sample] += length
    case .haploid, .alternateHomozygous, .heterozygous: notReference[sample] += length
    }
  }

  /// Adds those of the records that follow.
  mutating func merge(_ next: BlockBases) {
    all += next.all
    for sample in notCalled.indices {
      notReference[sample] += next.notReference[sample]
      notCalled[sample] += next.notCalled[sample]
    }
  }

  /// A sample's bases that are called reference, and those without a call.
  func bases(of sample: Int) -> (reference: Int, noCall: Int) {
    (all - notReference[sample], notCalled[sample])
  }
}
