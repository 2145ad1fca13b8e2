public import ChordaeCore

extension Heterozygosity {
  /// The group `var.het`.
  public static let group = FeatureGroup(
    "var.het", from: .variants,
    [
      FeatureColumn(
        "var.het.f", "Inbreeding coefficient",
        "1 minus the heterozygotes observed over those expected at the sample's sites; negative "
          + "where there are more than expected, as after contamination.",
        type: .float64, unit: .one, method: method, bounds: Bounds(nil, 1),
        missing: reasons + [.zeroDenominator]),
      FeatureColumn(
        "var.het.observed_hom", "Homozygotes observed",
        "The sample's homozygous genotypes at its sites.", type: .int64, unit: .count,
        method: method, bounds: .nonNegative, missing: reasons),
      FeatureColumn(
        "var.het.expected_hom", "Homozygotes expected",
        "Sum over the sample's sites of the squared allele frequencies.", type: .float64,
        unit: .count, method: method, bounds: .nonNegative, missing: reasons),
      FeatureColumn(
        "var.het.sites", "Sites",
        "Sites on chromosomes 1 to 22 where the sample has a genotype and the samples of the call "
          + "set that the manifest names do not all carry the same allele; of every kind and "
          + "FILTER, with any number of alleles.",
        type: .int64, unit: .count, method: method, bounds: .nonNegative, missing: reasons),
    ])

  private static let reasons: [MissingReason] = [.tooFewSamples, .noGenotypes]

  private static let method = Method(
    "method of moments",
    parameters: [
      Field.Pair("arithmetic", "double precision, summed exactly in steps of 2^-63"),
      Field.Pair(
        "frequencies", "of all samples that the manifest names in the call set, at least 2"),
      Field.Pair("small_sample_correction", "none"),
      Field.Pair("single_allele", "counts as two of its kind"),
      Field.Pair("half_calls_and_polyploid", "missing"),
      Field.Pair("contigs", "chromosomes 1 to 22, with or without chr"),
    ],
    citation:
      "plink2 2.00a3.5, --het --vcf-half-call missing (Chang et al., GigaScience 2015); Nei, "
      + "PNAS 1973")
}
