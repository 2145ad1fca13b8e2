/// What of a record a reader must decode, beyond flags, mapping quality, contigs and starts.
public struct AlignmentFields: OptionSet, Sendable, Hashable {
  public let rawValue: Int

  /// A set of fields.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// The mate's start and the template length.
  public static let positions = AlignmentFields(rawValue: 1)
  /// The CIGAR operations, and with them the end.
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
