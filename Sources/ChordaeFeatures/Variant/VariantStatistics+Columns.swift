public import ChordaeCore

extension VariantStatistics {
  /// The group `var.stats`.
  public static let group = FeatureGroup(
    "var.stats", from: .variants,
    [
      count(
        "n_ref_hom", "Reference homozygotes",
        "Genotypes of two or more alleles that are all the reference, at every kind of site: a "
          + "block record of a gVCF counts one."),
      count(
        "n_nonref_hom", "Alternate homozygotes",
        "Genotypes of two or more alleles that are all the same alternate, where it is a "
          + "single-nucleotide variant or stands for the reference (<*>, <NON_REF>)."),
      count(
        "n_hets", "Heterozygotes",
        "Genotypes with different alleles, two alternates included, where one of the alternates "
          + "is a single-nucleotide variant, or all stand for the reference (<*>, <NON_REF>)."),
      count(
        "n_transitions", "Transitions",
        "Genotypes of two or more alleles whose lowest-numbered alternate is a single-nucleotide "
          + "variant between A and G or between C and T; only that alternate is looked at."),
      count(
        "n_transversions", "Transversions",
        "Genotypes of two or more alleles whose lowest-numbered alternate is a single-nucleotide "
          + "variant and no transition; only that alternate is looked at."),
      count(
        "n_indels", "Indels",
        "Genotypes of two or more alleles with at least one insertion or deletion; symbolic "
          + "alleles are none."),
      count(
        "n_singletons", "Singletons",
        "Records at which this sample is the only one with an alternate allele in a genotype of "
          + "two or more alleles, among the samples of the call set that the manifest names.",
        parameters: [Field.Pair("samples", "all that the manifest names in the call set")]),
      count(
        "n_missing", "Missing genotypes",
        "Genotypes with at least one missing allele: half calls are missing."),
      FeatureColumn(
        "var.stats.average_depth", "Average depth",
        "Mean of FORMAT/DP over the records where the sample has it, zeros included; at records "
          + "without DP the sum of AD takes its place.",
        unit: .depth, method: method([Field.Pair("arithmetic", "single precision")]),
        bounds: .nonNegative, missing: [.noDepthField]),
      ratio(
        "ti_tv", "Transition to transversion ratio", "n_transitions divided by n_transversions."),
      ratio(
        "het_hom", "Heterozygote to alternate homozygote ratio", "n_hets divided by n_nonref_hom."),
    ])

  private static func method(_ parameters: [Field.Pair] = []) -> Method {
    Method(
      "genotype counts", parameters: parameters,
      citation: "bcftools 1.16, stats -s -, table PSC (Danecek et al., GigaScience 2021)")
  }

  private static func count(
    _ name: String, _ label: String, _ definition: String, parameters: [Field.Pair] = []
  ) -> FeatureColumn {
    FeatureColumn(
      "var.stats." + name, label, definition, type: .int64, unit: .count,
      method: method(parameters), bounds: .nonNegative, missing: [.noGenotypes])
  }

  private static func ratio(
    _ name: String, _ label: String, _ definition: String
  ) -> FeatureColumn {
    FeatureColumn(
      "var.stats." + name, label, definition, unit: .one, method: method(),
      bounds: .nonNegative, missing: [.zeroDenominator, .noGenotypes])
  }
}
