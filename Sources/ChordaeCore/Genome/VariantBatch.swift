/// Variant records of some samples as columns of plain numbers, refilled in place.
///
/// One row a record in `contigs`, `positions`, `referenceLengths`, `filters` and `sampleValues`. Alleles of
/// record `i`, the reference first, stand from `alleleStarts[i]` to `alleleStarts[i + 1]` in `alleles`; texts
/// are ranges of `text`.
///
/// Genotypes have one of two forms, which the record alone decides, not how it was read. Where it has
/// at most one alternate allele and each sample two alleles, both called or both missing, they are
/// bit planes from `planeStart` on, a bit a sample, `planeWords` words each of: the low bits and the
/// high bits of a number that counts alternate alleles and is 3 for missing; whether the alleles are
/// phased; whether a heterozygote's alternate allele stands first. Bits past the last sample are 0. All
/// other records have codes from `genotypeStart` on, `ploidy` a sample, sample after sample.
/// Whatever stands in the value columns past the last record is left over from an earlier filling.
public struct VariantBatch: Sendable {
  public let sampleCount: Int
  /// Words of one bit plane of a record.
  public let planeWords: Int
  /// INFO tags whose texts are kept, in the order of `infoTexts`.
  public let infoTags: [String]
  @inlinable public var count: Int { contigs.count }

  /// The reader's contigs, which records may add to.
  public var headerContigs: [Contig] = []
  /// Index in the reader's `contigs`.
  public var contigs: [Int32] = []
  /// 0-based start on the contig; -1 for POS 0 (a telomere).
  public var positions: [Int64] = []
  /// Bases of the reference that the record speaks of: up to INFO/END or LEN where there is one.
  public var referenceLengths: [Int64] = []
  public var filters: [Filter] = []

  /// Letters of alleles and INFO values; the ranges of the columns refer to it.
  public var text: [UInt8] = []
  public var alleleStarts: [Int] = [0]
  public var alleles: [Allele] = []
  /// Values of the wanted INFO tags, `infoTags.count` a record that has any; empty for one it lacks.
  public var infoTexts: [Range<Int>] = []
  /// Where a record's values begin in `infoTexts`; -1 where it has none of the tags.
  public var infoStarts: [Int] = []

  /// Where the values of the record's samples stand in the columns below.
  public var sampleValues: [SampleValues] = []
  public var planes: [UInt64] = []
  /// Alleles of the genotypes, as BCF codes them: (allele + 1) << 1 | phased with the one before;
  /// a missing allele is 0 or 1, `absentAllele` fills up a sample of smaller ploidy.
  public var genotypes: [Int16] = []
  /// DP, or the sum of AD where the record has no DP; `missingDepth` where the sample has none.
  public var depths: [Int32] = []
  /// GQ, then MIN_DP, a sample; `missingDepth` where it has none.
  public var evidence: [Int32] = []
  /// PS of each sample; `noPhaseSet` where it has none, `unknownPhaseSet` in a record that names its sets
  /// in another way than by whole numbers.
  public var phaseSets: [Int32] = []
  /// Expected copies of an alternate allele; not a number where the sample has none.
  public var dosages: [Float] = []

  /// What a record's FILTER says.
  public enum Filter: UInt8, Sendable {
    /// No filter was applied (`.`).
    case missing
    case pass
    /// It names a filter that the record failed.
    case failed
  }

  /// Where a record's depths come from.
  public enum DepthSource: UInt8, Sendable {
    case none, depth, alleleDepths
  }

  /// Which FORMAT field a record's dosages come from: the first of DS, HDS, GP, GT (where genotypes are
  /// decoded), PL and GL that it has.
  public enum DosageSource: UInt8, Sendable {
    case genotypes, dosage, haplotypeDosages, probabilities, likelihoods
  }

  /// Fills the place of an allele that a sample of smaller ploidy does not have.
  public static let absentAllele = Int16.min
  /// The depth of a sample that has none.
  public static let missingDepth = Int32.min
  /// The phase set of a sample that has none.
  public static let noPhaseSet = Int32.min
  /// A phase set that is equal to no other.
  public static let unknownPhaseSet = Int32.min + 1
  /// The code of a first base that is none of A, C, G and T.
  public static let otherBase: UInt8 = 255

  /// An empty batch for as many samples as the reader decodes.
  public init(sampleCount: Int, infoTags: [String] = []) {
    self.sampleCount = sampleCount
    self.infoTags = infoTags
    planeWords = (sampleCount + 63) / 64
  }

  /// The text of a record's INFO tag, by the tag's place among the wanted ones; empty where it lacks it.
  public func infoText(_ tag: Int, of record: Int) -> Range<Int> {
    let start = infoStarts[record]
    return start < 0 ? 0..<0 : infoTexts[start + tag]
  }

  /// Empties the batch and keeps its memory.
  public mutating func removeAll() {
    contigs.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
    referenceLengths.removeAll(keepingCapacity: true)
    filters.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    alleleStarts.removeAll(keepingCapacity: true)
    alleleStarts.append(0)
    alleles.removeAll(keepingCapacity: true)
    infoTexts.removeAll(keepingCapacity: true)
    infoStarts.removeAll(keepingCapacity: true)
    sampleValues.removeAll(keepingCapacity: true)
    planes.removeAll(keepingCapacity: true)
    evidence.removeAll(keepingCapacity: true)
    phaseSets.removeAll(keepingCapacity: true)
    dosages.removeAll(keepingCapacity: true)
  }
}

/// What an allele does to the reference bases, as htslib sorts alleles; no bit for the reference
/// itself and for alleles that stand for it (`.`, `<*>`, `<NON_REF>`).
public struct AlleleKind: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8

  /// A set of kinds.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let snv = AlleleKind(rawValue: 1)
  /// As many bases as the reference, more than one of them changed.
  public static let mnv = AlleleKind(rawValue: 2)
  /// An insertion or a deletion; `insertion` or `deletion` stands beside it.
  public static let indel = AlleleKind(rawValue: 4)
  /// A symbolic allele or a complex change.
  public static let other = AlleleKind(rawValue: 8)
  public static let breakend = AlleleKind(rawValue: 16)
  /// The allele is missing through a deletion that spans the position (`*`).
  public static let spanned = AlleleKind(rawValue: 32)
  public static let insertion = AlleleKind(rawValue: 64)
  public static let deletion = AlleleKind(rawValue: 128)
}

/// What of a record a reader must decode beside its site.
public struct VariantFields: OptionSet, Sendable, Hashable {
  public let rawValue: Int

  /// A set of fields.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Genotypes (GT).
  public static let genotypes = VariantFields(rawValue: 1)
  /// Read depth (DP), and AD where DP is absent.
  public static let depth = VariantFields(rawValue: 2)
  /// Genotype quality and least depth of a block (GQ, MIN_DP).
  public static let evidence = VariantFields(rawValue: 4)
  /// Dosages (DS, HDS, GP, PL) where a record has them.
  public static let dosages = VariantFields(rawValue: 8)
  /// Phase sets (PS) where a record has them.
  public static let phaseSets = VariantFields(rawValue: 16)
}
