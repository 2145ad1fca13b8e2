/// Variant records of some samples as columns of plain numbers, refilled in place.
///
/// One row a record in `contigs`, `positions`, `referenceLengths`, `ploidies` and `depthSources`.
/// Alleles of record `i`, the reference first, stand from `alleleStarts[i]` to `alleleStarts[i + 1]`
/// in the columns `allele…`. Its genotypes start at `genotypeStarts[i]`, `ploidies[i]` codes a
/// sample, sample after sample; its depths start at `depthStarts[i]`, one a sample. Whatever stands
/// in `genotypes` and `depths` past the last record is left over from an earlier filling.
public struct VariantBatch: Sendable {
  public let sampleCount: Int
  public var count: Int { contigs.count }

  /// The reader's contigs, which records may add to.
  public var headerContigs: [Contig] = []
  /// Index in the reader's `contigs`.
  public var contigs: [Int32] = []
  /// 0-based start on the contig; -1 for POS 0 (a telomere).
  public var positions: [Int64] = []
  /// Bases of the reference that the record speaks of: up to INFO/END where there is one.
  public var referenceLengths: [Int64] = []

  public var alleleStarts: [Int] = [0]
  /// What each allele does to the reference.
  public var alleleKinds: [AlleleKind] = []
  /// Bases of each allele's change, negative for a deletion, 0 for the reference and symbols.
  public var alleleLengths: [Int32] = []
  /// First base of each allele: 0 A, 1 C, 2 G, 3 T, `otherBase` for anything else.
  public var alleleBases: [UInt8] = []

  /// Codes a sample in `genotypes`: the largest ploidy of the record; 0 where it has no GT.
  public var ploidies: [Int32] = []
  public var genotypeStarts: [Int] = []
  /// Alleles of the genotypes, as BCF codes them: (allele + 1) << 1 | phased with the one before;
  /// a missing allele is 0 or 1, `absentAllele` fills up a sample of smaller ploidy.
  public var genotypes: [Int16] = []

  public var depthSources: [DepthSource] = []
  public var depthStarts: [Int] = []
  /// DP, or the sum of AD where the record has no DP; `missingDepth` where the sample has none.
  public var depths: [Int32] = []

  /// Where a record's depths come from.
  public enum DepthSource: UInt8, Sendable {
    case none, depth, alleleDepths
  }

  /// Fills the place of an allele that a sample of smaller ploidy does not have.
  public static let absentAllele = Int16.min
  /// The depth of a sample that has none.
  public static let missingDepth = Int32.min
  /// The code of a first base that is none of A, C, G and T.
  public static let otherBase: UInt8 = 255

  /// An empty batch for as many samples as the reader decodes.
  public init(sampleCount: Int) { self.sampleCount = sampleCount }

  /// Empties the batch and keeps its memory.
  public mutating func removeAll() {
    contigs.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
    referenceLengths.removeAll(keepingCapacity: true)
    alleleStarts.removeAll(keepingCapacity: true)
    alleleStarts.append(0)
    alleleKinds.removeAll(keepingCapacity: true)
    alleleLengths.removeAll(keepingCapacity: true)
    alleleBases.removeAll(keepingCapacity: true)
    ploidies.removeAll(keepingCapacity: true)
    genotypeStarts.removeAll(keepingCapacity: true)
    depthSources.removeAll(keepingCapacity: true)
    depthStarts.removeAll(keepingCapacity: true)
  }

  /// Where the genotypes of the next record start.
  public var genotypeEnd: Int {
    guard let start = genotypeStarts.last, let ploidy = ploidies.last else { return 0 }
    return start + Int(ploidy) * sampleCount
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

/// What of a record's FORMAT a reader must decode.
public struct VariantFields: OptionSet, Sendable, Hashable {
  public let rawValue: Int

  /// A set of fields.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Genotypes (GT).
  public static let genotypes = VariantFields(rawValue: 1)
  /// Read depth (DP), and AD where DP is absent.
  public static let depth = VariantFields(rawValue: 2)
}

/// What a variant feature knows before the first record.
public struct VariantContext: Sendable {
  public let sampleCount: Int
  public let options: FeatureOptions

  /// A context.
  public init(sampleCount: Int, options: FeatureOptions) {
    self.sampleCount = sampleCount
    self.options = options
  }
}
