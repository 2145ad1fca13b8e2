extension VariantBatch {
  /// An allele of a record.
  public struct Allele: Sendable {
    /// Its letters as the file has them, a range of the batch's `text`.
    public var text: Range<Int>
    /// What it does to the reference.
    public var kind: AlleleKind
    /// Bases of its change, negative for a deletion, 0 for the reference and symbols.
    public var length: Int32
    /// Its first base: 0 A, 1 C, 2 G, 3 T, `otherBase` for anything else.
    public var base: UInt8

    /// An allele.
    public init(text: Range<Int>, kind: AlleleKind, length: Int32, base: UInt8) {
      self.text = text
      self.kind = kind
      self.length = length
      self.base = base
    }
  }

  /// Where the values of a record's samples stand in the batch; -1 for what the record lacks.
  public struct SampleValues: Sendable {
    /// Alleles of a sample: 2 where the genotypes are planes; else codes a sample in `genotypes`, the
    /// largest ploidy of the record; 0 where it has no GT.
    public var ploidy: Int32 = 0
    public var depthSource = DepthSource.none
    public var dosageSource = DosageSource.genotypes
    /// Start in `planes`; -1 where the genotypes are codes.
    public var planeStart = -1
    /// Start in `genotypes`.
    public var genotypeStart: Int
    /// Start in `depths`.
    public var depthStart: Int
    /// Where GQ and MIN_DP start in `evidence`, the GQ of all samples first; -1 without both.
    public var evidenceStart = -1
    /// Where phase sets start, one a sample; -1 where there are none or they are not wanted.
    public var phaseSetStart = -1
    /// Where dosages start: those of the first alternate allele for all samples, then of the next; -1
    /// where they follow from the genotypes alone.
    public var dosageStart = -1

    /// No values; those of the records that follow stand from these places on.
    public init(genotypeStart: Int, depthStart: Int) {
      self.genotypeStart = genotypeStart
      self.depthStart = depthStart
    }
  }

  /// Where the genotype codes of the next record start.
  @inlinable @inline(__always)
  public var genotypeEnd: Int {
    // By its place: to take the last one out would copy the whole of it.
    guard !sampleValues.isEmpty else { return 0 }
    let last = sampleValues.count - 1
    let codes = sampleValues[last].planeStart == -1 ? Int(sampleValues[last].ploidy) : 0
    return sampleValues[last].genotypeStart + codes * sampleCount
  }

  /// Where the depths of the next record start.
  @inlinable @inline(__always)
  public var depthEnd: Int {
    guard !sampleValues.isEmpty else { return 0 }
    let last = sampleValues.count - 1
    return sampleValues[last].depthStart
      + (sampleValues[last].depthSource == .none ? 0 : sampleCount)
  }
}
