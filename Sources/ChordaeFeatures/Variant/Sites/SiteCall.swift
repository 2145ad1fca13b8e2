/// What a call set says of one sample at a wanted site.
public enum SiteStatus: UInt8, Sendable, CaseIterable {
  /// A record that speaks of the site gives the sample's alleles.
  case called
  /// A block record says that the sample has the reference there, with enough evidence.
  case referenceBlock
  /// A block record covers the site, but its depth or its genotype quality is too low, or not
  /// given, or its genotype is not that of the reference.
  case lowEvidence
  /// An allele of another record, such as a deletion, takes the place of the site's bases.
  case spanned
  /// The record at the site gives the sample no genotype, or half of one.
  case noCall
  /// Nothing in the call set speaks of the site: never the reference, unless a run says so.
  case absent

  /// The status as tables spell it.
  public var word: String {
    switch self {
    case .called: "called"
    case .referenceBlock: "reference_block"
    case .lowEvidence: "low_evidence"
    case .spanned: "spanned"
    case .noCall: "no_call"
    case .absent: "absent"
    }
  }
}

/// One sample's call at a wanted site.
public struct SiteCall: Sendable, Equatable {
  public var status: SiteStatus
  /// Copies of the effect allele, of `ploidy` in all; expected copies where the record has dosages.
  ///
  /// Not a number where they cannot be known: at `lowEvidence`, `noCall` and `absent`, and where it
  /// is unknown which of the two alleles is the reference.
  public var dosage: Float
  /// Alleles that the sample has there: as the record has them, but 1 for a male's X and Y outside
  /// the pseudoautosomal regions where sex and build are known, and for the mitochondrion; 0 where
  /// nothing says.
  public var ploidy: UInt8

  /// A call.
  public init(_ status: SiteStatus, dosage: Float = .nan, ploidy: UInt8 = 0) {
    self.status = status
    self.dosage = dosage
    self.ploidy = ploidy
  }

  /// A call without a dosage.
  public static let absent = SiteCall(.absent)
}
