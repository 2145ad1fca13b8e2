/// How a wanted site's alleles meet those of the call set; the first eight are matches, best first.
///
/// Names and order are those of the PGS Catalog's calculator (pgscatalog.match): the first word is
/// what the effect allele is in the record.
public enum SiteMatch: UInt8, Sendable, CaseIterable, Comparable {
  /// The effect allele is REF, the other is ALT.
  case refAlt
  /// The effect allele is ALT, the other is REF.
  case altRef
  /// As `refAlt`, after each base is replaced by its complement.
  case refAltFlip
  /// As `altRef`, after each base is replaced by its complement.
  case altRefFlip
  /// No other allele is listed, and the effect allele is REF.
  case noOtherRef
  /// No other allele is listed, and the effect allele is ALT.
  case noOtherAlt
  /// As `noOtherRef`, after each base is replaced by its complement.
  case noOtherRefFlip
  /// As `noOtherAlt`, after each base is replaced by its complement.
  case noOtherAltFlip
  /// Only block records cover the site; one of its alleles is the reference's.
  case block
  /// The alleles match, but are each other's complement: the strand cannot be known.
  case ambiguous
  /// The alleles match, but the record has further alternates.
  case multiallelic
  /// A record speaks of the site with other alternates; one of the site's alleles is its REF.
  case otherAlleles
  /// Only blocks or deletions cover the site, and which of its alleles is the reference is unknown.
  case unknownReference
  /// The reference there is none of the site's alleles: another build, strand or position.
  case mismatch
  /// No record covers the site.
  case uncovered

  /// Whether the calls' dosages are those of the effect allele by the rules of the matching.
  public var isMatched: Bool { self <= .block }

  /// Better matches first.
  public static func < (a: SiteMatch, b: SiteMatch) -> Bool { a.rawValue < b.rawValue }
}

/// Which of a record's alleles a wanted site's may be.
public enum AlleleMatching: Sendable, Equatable {
  /// The same letters on the forward strand; records with several alternates are split.
  case exact
  /// As the PGS Catalog's calculator matches: else the complement of the letters; alleles that are
  /// each other's complement, and records with several alternates, are told and kept out, unless
  /// they are to be kept.
  case catalogue(keepsAmbiguous: Bool, keepsMultiallelic: Bool = false)
}

/// What a block record must show to stand for the reference.
public struct EvidenceRules: Sendable, Equatable {
  /// Least MIN_DP of the block, or DP where it has no MIN_DP.
  public var minimumDepth: Int32
  /// Least GQ; a block without GQ passes only where this is 0.
  public var minimumQuality: Int32
  /// Whether a site that nothing covers counts as the reference: a loud choice, which the calls still
  /// tell by the status `absent`, then with a dosage.
  public var absentAsReference: Bool

  /// Rules.
  public init(
    minimumDepth: Int32 = 10, minimumQuality: Int32 = 20, absentAsReference: Bool = false
  ) {
    self.minimumDepth = minimumDepth
    self.minimumQuality = minimumQuality
    self.absentAsReference = absentAsReference
  }
}
