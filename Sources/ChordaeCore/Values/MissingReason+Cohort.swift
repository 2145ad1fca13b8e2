extension MissingReason {
  /// The call set is read for fewer samples than the figure can be told from.
  public static let tooFewSamples = MissingReason("too_few_samples")
  /// The call set, or the sample in it, has too few sites for the figure.
  public static let tooFewSites = MissingReason("too_few_sites")
  /// X is called at too few sites, or its genotypes fit neither sex.
  public static let ambiguousSex = MissingReason("ambiguous_sex")
}
