/// Alignment records as columns of plain numbers, refilled in place.
///
/// Each record's name and CIGAR stand in `variable`, copied as one stretch: the name from
/// `nameStarts[i]`, `nameLengths[i]` bytes long, the CIGAR operations (length << 4 | operation, as
/// in BAM) in `cigar` from `cigarStarts[i]` to `cigarStarts[i + 1]`.
public struct AlignmentBatch: Sendable {
  public var count = 0
  /// Index of the contig in the header; -1 where there is none.
  public var contigs: [Int32] = []
  /// 0-based start on the contig; -1 where there is none.
  public var starts: [Int64] = []
  /// 0-based end on the contig, past the last base; the start where no base is aligned.
  public var ends: [Int64] = []
  public var flags: [UInt16] = []
  public var mappingQualities: [UInt8] = []
  public var mateContigs: [Int32] = []
  public var mateStarts: [Int64] = []
  public var templateLengths: [Int64] = []
  public var cigar: [UInt32] = []
  public var cigarStarts: [Int] = []
  public var names: [UInt8] = []
  public var nameStarts: [Int] = []

  /// An empty batch.
  public init() {}
}

/// What of a record a reader must decode, beyond flags and mapping quality.
public struct AlignmentFields: OptionSet, Sendable, Hashable {
  public let rawValue: Int

  /// A set of fields.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Contig, start and end, and the mate's.
  public static let positions = AlignmentFields(rawValue: 1)
  /// The CIGAR operations.
  public static let cigar = AlignmentFields(rawValue: 2)
  /// Read names, kept to pair mates; they never leave the batch.
  public static let names = AlignmentFields(rawValue: 4)
}

/// What an alignment feature knows before the first record.
public struct AlignmentContext: Sendable {
  public let contigs: [Contig]
  /// Whether the header says that records are sorted by coordinate; the reader then checks it.
  public let isCoordinateSorted: Bool
  public let options: FeatureOptions

  /// A context.
  public init(contigs: [Contig], isCoordinateSorted: Bool, options: FeatureOptions) {
    self.contigs = contigs
    self.isCoordinateSorted = isCoordinateSorted
    self.options = options
  }
}
