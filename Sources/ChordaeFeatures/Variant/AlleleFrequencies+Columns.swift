public import ChordaeCore

extension AlleleFrequencies {
  /// The group `var.frequencies`, which has a table and no columns of patients.
  public static let group = FeatureGroup(
    "var.frequencies", from: .variants, [],
    tables: [
      FeatureGroup.Table(
        .frequencies,
        [
          text("contig", "Contig", "The contig, as the call set names it."),
          FeatureColumn(
            "start", "Start",
            "0-based start of the reference allele: POS - 1; -1 stands for a telomere.",
            type: .int64, unit: .basePairs, method: method, bounds: Bounds(-1, nil)),
          text("ref", "Reference allele", "Letters of the reference allele."),
          text(
            "alt", "Alternate allele",
            "Letters of the alternate allele; alleles that stand for the reference (<*>, "
              + "<NON_REF>) have no row."),
          count("ac", "Allele count", "Copies of the alternate allele in called genotypes."),
          count("an", "Allele number", "Copies of all alleles in called genotypes."),
          count(
            "het", "Heterozygotes",
            "Samples with one copy of the alternate allele and one of another."),
          count("hom", "Homozygotes", "Samples with two copies of the alternate allele."),
          count(
            "hemi", "Hemizygotes",
            "Samples of whom one copy counts, which is the alternate allele."),
        ])
    ], isDefault: false)

  private static let method = Method(
    "allele counts",
    parameters: [
      Field.Pair("samples", "all that the manifest names in the call set, whatever the shard"),
      Field.Pair("sex", "of the manifest; what is inferred from the calls is not used"),
      Field.Pair(
        "one_copy",
        "of X outside PAR1 and PAR2 in males, of Y in all who are not female, of the mitochondrion: "
          + "two alleles of a kind count once, two that differ are missing"),
      Field.Pair("no_copy", "of Y in females"),
      Field.Pair(
        "as_coded",
        "X where the sex, or the build and with it the borders of PAR1 and PAR2, is not known; "
          + "contigs that are no chromosome; single alleles count once everywhere"),
      Field.Pair("half_calls_and_polyploid", "missing"),
      Field.Pair("filters", "records count whatever their FILTER"),
    ],
    citation: "VCF 4.5 (AC, AN); bcftools 1.16, +fill-tags (AC_Het, AC_Hom, AC_Hemi); "
      + "pseudoautosomal regions: " + PseudoautosomalRegions.source.citation)

  private static func text(
    _ id: String, _ label: String, _ definition: String
  ) -> FeatureColumn {
    FeatureColumn(id, label, definition, type: .text, unit: .none, method: method)
  }

  private static func count(
    _ id: String, _ label: String, _ definition: String
  ) -> FeatureColumn {
    FeatureColumn(
      id, label, definition, type: .int64, unit: .count, method: method, bounds: .nonNegative)
  }
}
