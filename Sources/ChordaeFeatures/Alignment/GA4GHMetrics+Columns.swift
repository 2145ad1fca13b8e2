public import ChordaeCore
internal import ChordaeKernels

extension GA4GHMetrics {
  public static let group = FeatureGroup("ga4gh", from: .alignment, columns, isDefault: false)

  private static let standard =
    "GA4GH WGS Quality Control Standards, metric definitions (ga4gh/quality-control-wgs)"

  private static func code(_ id: String, _ name: String) -> [StandardCode] {
    [StandardCode(.ga4ghQC, id, name, .exact)]
  }

  private static func precision(_ published: String) -> Field.Pair {
    Field.Pair("precision", "full; published to \(published)")
  }

  private static let coverageMissing: [MissingReason] = [
    .noReference, .notCoordinateSorted, .noAutosomes, .noBases,
  ]

  private static func coverage(_ algorithm: String, _ published: String) -> Method {
    Method(
      algorithm,
      parameters: [
        Field.Pair(
          "excluded_reads",
          "unmapped, mate unmapped or not paired, secondary, duplicate, QC fail, mapping quality"
            + " below 20; Picard's adapter reads have mapping quality 0 and are among them"),
        Field.Pair("excluded_bases", "base quality below 20 or none, N; not by M, = or X"),
        Field.Pair(
          "overlap",
          "at each position the reads of one name count once, their excluded bases aside"),
        Field.Pair("coverage_cap", "\(coverageCap)"),
        Field.Pair(
          "locus_accumulation_cap", "none; Picard drops reads past 100,000 at one position"),
        Field.Pair(
          "territory",
          "contigs named 1 to 22, with or without chr, without the N of the manifest's reference,"
            + " which hold UCSC's gaps; the standard is about GRCh38"),
        precision(published),
      ], citation: "\(standard); Picard 2.27 CollectWgsMetrics, defaults")
  }

  private static func reads(_ algorithm: String, _ published: String) -> Method {
    Method(
      algorithm,
      parameters: [
        Field.Pair("excluded_flags", "0x900 (secondary, supplementary)"),
        Field.Pair("excluded_records", "those that give no bases"),
        Field.Pair("qc_fail", "counted, as the reference implementation does"),
        Field.Pair("minimum_mapping_quality", "0"), precision(published),
      ], citation: "\(standard); samtools 1.16.1 stats")
  }

  private static func insertSize(_ algorithm: String) -> Method {
    let method = reads(algorithm, "1 decimal")
    return Method(
      algorithm,
      parameters: method.parameters + [
        Field.Pair("pairs", "both reads mapped, to one contig or with a template length"),
        Field.Pair("greatest_size", "\(InsertSizes.longest); longer ones count as it"),
        Field.Pair("bulk", "the least sizes that hold more than 99 % of the pairs"),
      ], citation: method.citation)
  }

  private static let yield = Method(
    "count of bases",
    parameters: [
      Field.Pair("excluded_flags", "0xB00 (secondary, supplementary, QC fail)"),
      Field.Pair("qualities", "original ones (tag OQ) where the record keeps them"),
    ], citation: "\(standard); Picard 2.27 CollectQualityYieldMetrics, PF_Q30_BASES")

  private static let columns: [FeatureColumn] = [
    FeatureColumn(
      "ga4gh.mean_autosome_coverage", "Mean autosome coverage",
      "Mean depth of the autosomes outside the reference's gaps, of bases of quality 20 or more in"
        + " primary and supplementary alignments of mapping quality 20 or more.",
      type: .float64, unit: .depth, codes: code("mean_autosome_coverage", "Mean autosome coverage"),
      method: coverage("sum of depths / bases of the territory", "2 decimals"),
      bounds: Bounds(0, Double(coverageCap)), missing: coverageMissing),
    FeatureColumn(
      "ga4gh.pct_autosomes_15x", "Percent of autosomes covered at 15x",
      "Percentage of the bases of the autosomes outside the reference's gaps whose depth of such"
        + " bases is 15 or more.",
      type: .float64, unit: .percent,
      codes: code("pct_autosomes_15x", "Percent autosomes covered \u{2265} 15 X"),
      method: coverage("100 x positions at or above 15 / bases of the territory", "2 decimals"),
      bounds: Bounds(0, 100), missing: coverageMissing),
    FeatureColumn(
      "ga4gh.mad_autosome_coverage", "Median absolute deviation of autosome coverage",
      "Median distance of such depths from their median, over the autosomes outside the reference's"
        + " gaps; where the bases are even in number, both medians are the mean of the middle two.",
      type: .float64, unit: .depth,
      codes: code("mad_autosome_coverage", "Genome coverage uniformity"),
      method: coverage("median of |depth - median|", "a whole number"),
      bounds: Bounds(0, Double(coverageCap)), missing: coverageMissing),
    FeatureColumn(
      "ga4gh.yield_bp_q30", "Bases of quality 30 or more",
      "Bases of quality 30 or more in primary records of reads that pass quality checks, duplicates,"
        + " clipped bases and unmapped reads among them.",
      type: .int64, unit: .basePairs, codes: code("yield_bp_q30", "Bases \u{2265} Q30"),
      method: yield, bounds: .nonNegative),
    FeatureColumn(
      "ga4gh.pct_reads_mapped", "Percent of reads mapped",
      "Percentage of the primary records that are mapped, duplicates among them.", type: .float64,
      unit: .percent, codes: code("pct_reads_mapped", "Percent reads mapped"),
      method: reads("100 x reads mapped / sequences", "2 decimals"), bounds: Bounds(0, 100),
      missing: [.zeroDenominator]),
    FeatureColumn(
      "ga4gh.pct_reads_properly_paired", "Percent of reads properly paired",
      "Percentage of the primary records that are mapped with their mates and flagged as properly"
        + " paired, duplicates among them.",
      type: .float64, unit: .percent,
      codes: code("pct_reads_properly_paired", "Percent reads properly paired"),
      method: reads("100 x reads properly paired / sequences", "1 decimal"),
      bounds: Bounds(0, 100), missing: [.zeroDenominator]),
    FeatureColumn(
      "ga4gh.mean_insert_size", "Mean insert size",
      "Mean size of the fragments that pairs of primary records span, over the bulk of the pairs.",
      type: .float64, unit: .basePairs, codes: code("mean_insert_size", "Mean insert size"),
      method: insertSize("sum of sizes / pairs"), bounds: Bounds(0, Double(InsertSizes.longest)),
      missing: [.zeroDenominator]),
    FeatureColumn(
      "ga4gh.insert_size_std_deviation", "Standard deviation of the insert size",
      "Standard deviation of the fragments' sizes over the bulk of the pairs, those of size 0 aside.",
      type: .float64, unit: .basePairs,
      codes: code("insert_size_std_deviation", "Insert size standard deviation"),
      method: insertSize("square root of the mean squared distance from the mean"),
      bounds: .nonNegative, missing: [.zeroDenominator]),
  ]
}
