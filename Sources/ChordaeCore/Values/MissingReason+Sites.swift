extension MissingReason {
  /// No record of the call set speaks of the site; it is not known to be the reference.
  public static let siteAbsent = MissingReason("site_absent")
  /// A block record covers the site with too low a depth or genotype quality.
  public static let lowEvidence = MissingReason("low_evidence")
  /// A deletion, or another allele that takes the place of the site's bases, lies over the site.
  public static let siteSpanned = MissingReason("site_spanned")
  /// The record at the site gives the sample no whole genotype.
  public static let noCall = MissingReason("no_call")
  /// The site's alleles are none of those that the figure is made from.
  public static let otherAlleles = MissingReason("other_alleles")
  /// None of the sites of the list could be used.
  public static let noUsableSites = MissingReason("no_usable_sites")
}
