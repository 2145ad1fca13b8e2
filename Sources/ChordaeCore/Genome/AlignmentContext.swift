/// What of a record a reader must decode, beyond flags, mapping quality, contigs and starts.
///
/// It matters for CRAM, of which nothing else is decoded; a BAM holds all of it in any case.
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
  /// The bases.
  public static let bases = AlignmentFields(rawValue: 8)
  /// The base qualities.
  public static let qualities = AlignmentFields(rawValue: 16)
  /// The tags.
  public static let tags = AlignmentFields(rawValue: 32)
  /// The number of bases, but not the bases.
  public static let baseCounts = AlignmentFields(rawValue: 64)
  /// The tags with NM among them: where a CRAM holds none, it is counted from the reference.
  public static let editDistances = AlignmentFields(rawValue: 128)

  /// Whether a CRAM gives them only with its reference.
  public var wantReference: Bool { !isDisjoint(with: [.bases, .editDistances]) }
}

/// What the features of one alignment know before the first record.
public struct AlignmentContext: Sendable {
  public let contigs: [Contig]
  /// Whether the header says that records are sorted by coordinate; the reader then checks it.
  public let isCoordinateSorted: Bool
  public let options: FeatureOptions
  /// The sex that the manifest gives.
  public var sex: Sex?
  /// The capture targets that the manifest names, as the BED file gives them; nil without.
  public var targets: [GenomicInterval]?
  /// The autosomes by the reference that the manifest names; nil where that is not known.
  public var territory: AutosomeTerritory?
  /// Why the territory is not known.
  public var territoryReason = MissingReason.noReference
  /// The run's sites among the contigs; nil without, and before `placeSites`.
  public var sites: SitePlacement?
  /// Bases of the manifest's FASTA where a group asks for them; nil without one.
  public var reference: ReferenceBases?
  /// Why the FASTA that the manifest names gave not all the bases that groups ask for.
  public var referenceFault: MissingReason?
  /// Why the reads' bases and qualities are not decoded for groups that look at those of single
  /// contigs alone; nil where they are.
  public var basesFault: MissingReason?
  /// What the patient's own calls say at some sites.
  public var calls = CalledSites.missing(.notProvided)
  /// Why the targets that the manifest names cannot be used; nil where they can, or none are named.
  public var targetsFault: MissingReason?
  /// The identifiers of the header's read groups.
  public var readGroups: [String] = []
  /// What the index beside the file tells; nil where there is none or where it is at fault.
  public var index: IndexedSizes?
  /// Why there is no `index`.
  public var missingIndex = MissingReason.noIndex

  /// A context.
  public init(
    contigs: [Contig], isCoordinateSorted: Bool, options: FeatureOptions, sex: Sex? = nil,
    targets: [GenomicInterval]? = nil
  ) {
    self.contigs = contigs
    self.isCoordinateSorted = isCoordinateSorted
    self.options = options
    self.sex = sex
    self.targets = targets
  }
}
