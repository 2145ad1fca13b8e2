public import ChordaeCore

extension Concordance {
  public static let group = FeatureGroup(
    "aln.concordance", from: .alignment,
    [
      FeatureColumn(
        "aln.concordance.sites", "Called sites",
        "Sites of one base into one other on the chromosomes 1 to 22 at which the patient's call set"
          + " has a genotype of two alleles that passed the filters (FILTER is PASS or .) with a genotype"
          + " quality of \(CalledSiteCollection.minimumQuality) or more where it gives one, at most \(CalledSiteCollection.limit): those of --sites,"
          + " else those at which the patient's own calls carry the alternate allele.",
        type: .int64, unit: .count, method: method, bounds: .nonNegative, missing: missing),
      FeatureColumn(
        "aln.concordance.compared", "Compared sites",
        "Called sites at which the bases of the alignment show a genotype.", type: .int64,
        unit: .count, method: method, bounds: .nonNegative, missing: missing),
      FeatureColumn(
        "aln.concordance.fraction", "Agreeing genotypes",
        "Compared sites at which alignment and calls have the same genotype, over all compared. Of one"
          + " person it is near 1; well below 1 one of the two is another person's.",
        type: .float64, unit: .one, method: method, bounds: .fraction,
        missing: missing + [.tooShallow, .noVariant]),
    ], settings: .sites, isDefault: false)

  private static let missing: [MissingReason] = [
    .notProvided, .notCoordinateSorted, .assemblyMismatch,
  ]

  static let method = Method(
    "genotypes by the fraction of alternate bases against called genotypes",
    parameters: PileupMethod.parameters + [
      Field.Pair("minimum_depth", "\(minimumDepth)"),
      Field.Pair(
        "genotype",
        "alternate bases over all: below 0.1 none, 0.25 to 0.75 one, above 0.9 two; else none is told"
      ),
      Field.Pair(
        "sites",
        "at most \(CalledSiteCollection.limit), evenly spread over the list or over the calls"),
      Field.Pair("filter", "PASS or ."),
      Field.Pair(
        "minimum_genotype_quality",
        "\(CalledSiteCollection.minimumQuality) where GQ is given; a call without GQ is taken"),
    ],
    citation: "the engine's own rule; counts of " + PileupMethod.citation)
}
