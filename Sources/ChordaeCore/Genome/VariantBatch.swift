/// Variant records of some samples as columns of plain numbers, refilled in place.
///
/// One row a record in `contigs`, `positions`, `referenceLengths`, `filters`, `ploidies` and the
/// `…Sources`. Alleles of record `i`, the reference first, stand from `alleleStarts[i]` to
/// `alleleStarts[i + 1]` in the columns `allele…`; texts are ranges of `text`.
///
/// Genotypes have one of two forms, which the record alone decides, not how it was read. Where it has
/// at most one alternate allele and each sample two alleles, both called or both missing, they are
/// bit planes from `planeStarts[i]` on, a bit a sample, `planeWords` words each of: the low bits and the
/// high bits of a number that counts alternate alleles and is 3 for missing; whether the alleles are
/// phased; whether a heterozygote's alternate allele stands first. Bits past the last sample are 0. All
/// other records have codes from `genotypeStarts[i]` on, `ploidies[i]` a sample, sample after sample.
/// Whatever stands in the value columns past the last record is left over from an earlier filling.
public struct VariantBatch: Sendable {
  public let sampleCount: Int
  /// Words of one bit plane of a record.
  public let planeWords: Int
  /// INFO tags whose texts are kept, in the order of `infoTexts`.
  public let infoTags: [String]
  public var count: Int { contigs.count }

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
  /// Letters of each allele as the file has them.
  public var alleleTexts: [Range<Int>] = []
  /// What each allele does to the reference.
  public var alleleKinds: [AlleleKind] = []
  /// Bases of each allele's change, negative for a deletion, 0 for the reference and symbols.
  public var alleleLengths: [Int32] = []
  /// First base of each allele: 0 A, 1 C, 2 G, 3 T, `otherBase` for anything else.
  public var alleleBases: [UInt8] = []
  /// Values of the wanted INFO tags, `infoTags.count` a record; empty where the record lacks one.
  public var infoTexts: [Range<Int>] = []

  /// Alleles of a sample: 2 where the genotypes are planes; else codes a sample in `genotypes`, the
  /// largest ploidy of the record; 0 where it has no GT.
  public var ploidies: [Int32] = []
  /// -1 where the genotypes are codes.
  public var planeStarts: [Int] = []
  public var planes: [UInt64] = []
  public var genotypeStarts: [Int] = []
  /// Alleles of the genotypes, as BCF codes them: (allele + 1) << 1 | phased with the one before;
  /// a missing allele is 0 or 1, `absentAllele` fills up a sample of smaller ploidy.
  public var genotypes: [Int16] = []

  public var depthSources: [DepthSource] = []
  public var depthStarts: [Int] = []
  /// DP, or the sum of AD where the record has no DP; `missingDepth` where the sample has none.
  public var depths: [Int32] = []

  /// Where a record's GQ and MIN_DP start in `evidence`, the GQ of all samples first; -1 without both.
  public var evidenceStarts: [Int] = []
  /// GQ, then MIN_DP, a sample; `missingDepth` where it has none.
  public var evidence: [Int32] = []

  /// Where a record's phase sets start, one a sample; -1 where it has none or they are not wanted.
  public var phaseSetStarts: [Int] = []
  /// PS of each sample; `noPhaseSet` where it has none, `unknownPhaseSet` in a record that names its sets
  /// in another way than by whole numbers.
  public var phaseSets: [Int32] = []

  public var dosageSources: [DosageSource] = []
  /// Where a record's dosages start: those of the first alternate allele for all samples, then of
  /// the next; -1 where they follow from the genotypes alone.
  public var dosageStarts: [Int] = []
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

  /// Which FORMAT field a record's dosages come from: the first of these that it has.
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

  /// Empties the batch and keeps its memory.
  public mutating func removeAll() {
    contigs.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
    referenceLengths.removeAll(keepingCapacity: true)
    filters.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    alleleStarts.removeAll(keepingCapacity: true)
    alleleStarts.append(0)
    alleleTexts.removeAll(keepingCapacity: true)
    alleleKinds.removeAll(keepingCapacity: true)
    alleleLengths.removeAll(keepingCapacity: true)
    alleleBases.removeAll(keepingCapacity: true)
    infoTexts.removeAll(keepingCapacity: true)
    ploidies.removeAll(keepingCapacity: true)
    planeStarts.removeAll(keepingCapacity: true)
    planes.removeAll(keepingCapacity: true)
    genotypeStarts.removeAll(keepingCapacity: true)
    depthSources.removeAll(keepingCapacity: true)
    depthStarts.removeAll(keepingCapacity: true)
    evidenceStarts.removeAll(keepingCapacity: true)
    evidence.removeAll(keepingCapacity: true)
    phaseSetStarts.removeAll(keepingCapacity: true)
    phaseSets.removeAll(keepingCapacity: true)
    dosageSources.removeAll(keepingCapacity: true)
    dosageStarts.removeAll(keepingCapacity: true)
    dosages.removeAll(keepingCapacity: true)
  }

  /// Where the genotype codes of the next record start.
  public var genotypeEnd: Int {
    guard let start = genotypeStarts.last, let ploidy = ploidies.last else { return 0 }
    return start + (planeStarts.last == -1 ? Int(ploidy) * sampleCount : 0)
  }

  /// Where the depths of the next record start.
  public var depthEnd: Int {
    guard let start = depthStarts.last, let source = depthSources.last else { return 0 }
    return start + (source == .none ? 0 : sampleCount)
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
