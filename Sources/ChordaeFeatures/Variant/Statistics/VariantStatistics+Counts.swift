internal import ChordaeCore

extension VariantStatistics {
  /// The counts of PSC up to the depth, and the missing.
  static let genotypeCounts = [
    Count(
      "n_ref_hom", "Reference homozygotes",
      "Genotypes of two or more alleles that are all the reference, at every kind of site, as the "
        + "peer counts: a block record of a gVCF counts one. Its bases are reference_block_bases."),
    Count(
      "n_nonref_hom", "Alternate homozygotes",
      "Genotypes of two or more alleles that are all the same alternate, where it is a "
        + "single-nucleotide variant or stands for the reference (<*>, <NON_REF>)."),
    Count(
      "n_hets", "Heterozygotes",
      "Genotypes with different alleles, two alternates included, where one of the alternates "
        + "is a single-nucleotide variant, or all stand for the reference (<*>, <NON_REF>)."),
    Count(
      "n_transitions", "Transitions",
      "Genotypes of two or more alleles whose lowest-numbered alternate is a single-nucleotide "
        + "variant between A and G or between C and T; only that alternate is looked at."),
    Count(
      "n_transversions", "Transversions",
      "Genotypes of two or more alleles whose lowest-numbered alternate is a single-nucleotide "
        + "variant and no transition; only that alternate is looked at."),
    Count(
      "n_indels", "Indels",
      "Genotypes of two or more alleles with at least one insertion or deletion; symbolic "
        + "alleles are none."),
    Count(
      "n_singletons", "Singletons",
      "Records at which this sample is the only one with an alternate allele in a genotype of "
        + "two or more alleles, among the samples of the call set that the manifest names.",
      parameters: [Field.Pair("samples", "all that the manifest names in the call set")]),
    Count(
      "n_missing", "Missing genotypes",
      "Genotypes with at least one missing allele: half calls are missing."),
  ]

  /// The rest of PSC, and PSI as far as it needs no file of exons.
  static let haploidAndIndelCounts = [
    Count(
      "n_hap_ref", "Haploid reference genotypes",
      "Genotypes of a single allele that is the reference; they count in no other column of "
        + "genotypes."),
    Count(
      "n_hap_alt", "Haploid alternate genotypes",
      "Genotypes of a single allele that is an alternate of any kind; they count in no other "
        + "column of genotypes."),
    Count(
      "n_ins_hets", "Heterozygous insertions",
      "Heterozygous genotypes with an insertion; one with an insertion and a deletion counts as "
        + "both.", parameters: indelParameters),
    Count(
      "n_del_hets", "Heterozygous deletions",
      "Heterozygous genotypes with a deletion; one with an insertion and a deletion counts as both.",
      parameters: indelParameters),
    Count(
      "n_ins_alt_homs", "Homozygous insertions",
      "Genotypes of two or more alleles that are all the same insertion.",
      parameters: indelParameters),
    Count(
      "n_del_alt_homs", "Homozygous deletions",
      "Genotypes of two or more alleles that are all the same deletion.",
      parameters: indelParameters),
  ]

  private static let indelParameters = [
    Field.Pair(
      "left_out", "the peer's counts in and out of frame, which need a file of exons (--exons)"),
    Field.Pair(
      "first_alternate_no_base",
      "a heterozygote whose first alternate is a single letter other than A, C, G, T counts no indel"
    ),
  ]

  /// What a gVCF's blocks say, which the peer counts as records.
  static let blockBases = [
    Count(
      "reference_block_bases", "Bases called reference in blocks",
      "Bases of the reference (up to INFO/END) in records without an alternate of their own (none, "
        + "<*> or <NON_REF>: the blocks of a gVCF) where the genotype, of any ploidy, is all "
        + "reference. What is covered by no record is not counted.",
      unit: .basePairs, parameters: blockParameters),
    Count(
      "no_call_block_bases", "Bases without a call in blocks",
      "Bases of the reference (up to INFO/END) in such records where an allele of the genotype is "
        + "missing.", unit: .basePairs, parameters: blockParameters),
  ]

  private static let blockParameters = [
    Field.Pair("algorithm", "sum of record lengths; records that overlap count twice"),
    Field.Pair("peer", "none: bcftools counts such a record as one genotype, in n_ref_hom"),
    Field.Pair("evidence", "GQ and depth are not looked at"),
  ]

  // MARK: Histograms

  /// The lists of a sample's row in `variant_distributions`.
  static func distributionColumns(_ records: Records) -> [FeatureColumn] {
    [
      histogram(
        "allele_frequencies", "Alternate alleles by frequency",
        "Alternate alleles that the sample carries, by their frequency among all samples that were "
          + "read: bin n holds those above edge n - 1 (above 0 in the first) up to edge n.",
        AlleleHistograms.frequencyEdges.count,
        [
          Field.Pair(
            "edges",
            AlleleHistograms.frequencyEdges.map { "\(Double($0) / 1_000)" }.joined(separator: ", ")),
          Field.Pair("frequency", "copies of the allele / called alleles, at its record"),
          Field.Pair("samples", "all that the manifest names in the call set"),
        ], of: records),
      histogram(
        "indel_lengths", "Insertions and deletions by length",
        "Insertions and deletions that the sample carries, by the bases that they add or take: bin n "
          + "holds those of n - 60 bases, the first and the last those beyond as well.",
        AlleleHistograms.lengthBins,
        [Field.Pair("peer", "table IDD of the sample's own alleles (bcftools view -s SAMPLE -a)")],
        of: records),
    ]
  }

  private static func histogram(
    _ name: String, _ label: String, _ definition: String, _ count: Int,
    _ parameters: [Field.Pair], of records: Records
  ) -> FeatureColumn {
    let rules = [
      Field.Pair("counted", "each allele once a record and sample, however many copies"),
      Field.Pair("genotypes", "half calls and haploid ones carry the alleles that they name"),
      Field.Pair("left_out", "*, <*> and <NON_REF>"),
    ]
    return FeatureColumn(
      records.prefix + name, records.label(label), records.definition(definition),
      type: .list(.int64, count: count), unit: .count,
      method: Method(
        "histogram of alleles", parameters: rules + parameters + records.parameters,
        citation: "bcftools 1.16, stats, for what is an indel (Danecek et al., GigaScience 2021)"),
      bounds: .nonNegative, missing: [.noGenotypes])
  }
}
