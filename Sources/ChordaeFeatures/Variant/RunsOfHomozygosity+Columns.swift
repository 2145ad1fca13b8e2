public import ChordaeCore

extension RunsOfHomozygosity {
  /// The group `var.roh`.
  public static let group = FeatureGroup(
    "var.roh", from: .variants,
    [
      integer(
        "count", "Runs of homozygosity", "Runs of homozygosity on chromosomes 1 to 22.", .count),
      integer(
        "total_bases", "Bases in runs of homozygosity",
        "Bases from the first to the last homozygous call of each run, over all runs.", .basePairs),
      integer(
        "longest_bases", "Longest run of homozygosity",
        "Bases of the longest run; 0 where there is none.", .basePairs),
      FeatureColumn(
        "var.roh.f", "Inbreeding coefficient from runs (F_ROH)",
        "total_bases divided by covered_bases.", type: .float64, unit: .one, method: method,
        bounds: .fraction, missing: reasons),
      integer(
        "covered_bases", "Bases in which a run could be found",
        "Bases from the first to the last SNV of each stretch of chromosomes 1 to 22 that is long "
          + "enough for a run and has enough SNVs, no two neighbours too far apart; the same for "
          + "all samples of a call set.", .basePairs),
    ])

  private static let reasons: [MissingReason] = [.noGenotypes, .tooFewSites]

  private static let method = Method(
    "consecutive runs",
    parameters: [
      Field.Pair(
        "sites",
        "records of one reference base and one alternate base with FILTER PASS or none, that no "
          + "sample need carry; <*> and <NON_REF> beside the alternate are allowed; reference "
          + "blocks of a gVCF are no sites"),
      Field.Pair("least_length", "\(limits.length) bases"),
      Field.Pair("least_sites", "\(limits.sites) homozygous SNVs"),
      Field.Pair("largest_gap", "\(limits.gap) bases between called SNVs"),
      Field.Pair(
        "heterozygotes",
        "one is passed over where no other of the sample is within \(limits.nearBases) bases or "
          + "\(limits.nearSites) SNVs before or behind it, without too large a gap between them; "
          + "others end a run"),
      Field.Pair("missing_genotypes", "passed over; half calls and single alleles are missing"),
    ],
    citation: "Marras et al., Animal Genetics 2015 (consecutive runs); McQuillan et al., AJHG 2008 "
      + "(F_ROH)")

  private static func integer(
    _ name: String, _ label: String, _ definition: String, _ unit: Unit
  ) -> FeatureColumn {
    FeatureColumn(
      "var.roh." + name, label, definition, type: .int64, unit: unit, method: method,
      bounds: .nonNegative, missing: reasons)
  }
}
