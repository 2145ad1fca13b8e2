public import ChordaeCore

extension PolygenicScores {
  /// The group `pgs`, whose columns in the patients' rows are those of a bundle.
  public static let group = FeatureGroup(
    "pgs", from: .variants, [], tables: [FeatureGroup.Table(.scores, rowColumns([]))],
    isDefault: false)

  /// The group with the columns of the run's bundle.
  public static func group(_ options: FeatureOptions) -> FeatureGroup {
    guard let settings = options.scores else { return group }
    let parameters = parameters(settings, options)
    return FeatureGroup(
      group.id, from: group.source, columns(settings, parameters),
      tables: [FeatureGroup.Table(.scores, rowColumns(parameters))], isDefault: group.isDefault)
  }

  private static func parameters(
    _ settings: ScoreSettings, _ options: FeatureOptions
  ) -> [Field.Pair] {
    let rules = EvidenceRules(options)
    var pairs = [
      Field.Pair("scores_sha256", settings.bundle.digest),
      Field.Pair("scores_assembly", settings.bundle.assembly.rawValue),
      Field.Pair("missing_genotypes", settings.missingGenotypes.rawValue),
      Field.Pair(
        "block_evidence", "MIN_DP >= \(rules.minimumDepth), GQ >= \(rules.minimumQuality)"),
    ]
    if settings.missingGenotypes == .plink2 {
      pairs.append(
        Field.Pair(
          "imputing_frequency",
          settings.frequencies.map { "file, SHA-256 \($0.digest)" }
            ?? "all samples that the manifest names in the call set, from "
            + "\(ScoreSettings.fewestSamples) on; fewer impute nothing"))
    }
    if settings.roundsDosages { pairs.append(Field.Pair("dosage_grid", "plink2, 1/16384")) }
    if rules.absentAsReference { pairs.append(Field.Pair("absent_as_reference", "true")) }
    return pairs
  }

  private static func method(_ algorithm: String, _ parameters: [Field.Pair]) -> Method {
    Method(
      algorithm,
      parameters: [
        Field.Pair(
          "matching",
          "alleles as letters, else as complements; no ambiguous and no multiallelic variants"),
        Field.Pair("x", "a male's single copy counts as two"),
      ] + parameters,
      citation: "plink2 --score (Chang et al., GigaScience 2015;4:7); matching of the PGS Catalog "
        + "Calculator (Lambert et al., Nat Genet 2024;56:1989)")
  }

  private static func columns(
    _ settings: ScoreSettings, _ parameters: [Field.Pair]
  ) -> [FeatureColumn] {
    let scores = settings.bundle.scores
    guard scores.count <= settings.wideScores else {
      let ids = scores.map(\.id).joined(separator: ",")
      return [
        FeatureColumn(
          "pgs.sum", "Polygenic scores",
          "Sums of all scores of the bundle, in the order of score_ids; not a number where no row of "
            + "a score counts.",
          type: .list(.float64, count: scores.count), unit: .one,
          method: method("sum of weight times dosage", parameters + [Field.Pair("score_ids", ids)]))
      ]
    }
    return scores.flatMap { score in
      let own = parameters + [Field.Pair("scoring_file_sha256", score.fileDigest)]
      let name = [score.id, score.name, score.trait].filter { !$0.isEmpty }.joined(separator: ", ")
      return [
        FeatureColumn(
          "pgs.\(score.id).sum", "Polygenic score \(name)",
          "Sum over the rows of the scoring file of its weight times the copies of its effect "
            + "allele; a missing genotype counts by its frequency, absent ones add nothing.",
          type: .float64, unit: .one, method: method("sum of weight times dosage", own),
          missing: [.zeroDenominator]),
        FeatureColumn(
          "pgs.\(score.id).matched_fraction", "Matched rows of \(score.id)",
          matchedDefinition, type: .float64, unit: .one,
          method: method("matched rows / scorable rows", own), bounds: .fraction,
          missing: [.zeroDenominator]),
      ]
    }
  }

  /// Columns of the group in the patients' rows.
  static func columnCount(_ settings: ScoreSettings) -> Int {
    let count = settings.bundle.scores.count
    return count <= settings.wideScores ? 2 * count : 1
  }

  private static let matchedDefinition =
    "Rows whose variant the sample's calls name, by a genotype, a missing genotype or a block of "
    + "enough evidence, of all rows that could be scored: interactions, haplotypes and the like are "
    + "none of these, rows without a place, duplicates and ambiguous variants are not matched."

  private static func rowColumns(_ parameters: [Field.Pair]) -> [FeatureColumn] {
    let sum = method("sum of weight times dosage", parameters)
    let rows = method("rows / scorable rows", parameters)
    return [
      FeatureColumn(
        "score_id", "Score", "The score's id in the PGS Catalog, or that of its file.", type: .text,
        unit: .none, method: sum),
      FeatureColumn(
        "sum", "Sum",
        "Sum of weight times copies of the effect allele; null where no allele counts.",
        type: .float64, unit: .one, method: sum, missing: [.zeroDenominator]),
      FeatureColumn(
        "avg", "Average", "The sum divided by the denominator.", type: .float64, unit: .one,
        method: sum, missing: [.zeroDenominator]),
      FeatureColumn(
        "denominator", "Denominator",
        "Alleles that were counted: two a row, one on Y and the mitochondrion; those of missing "
          + "genotypes count where a frequency stands in for them.",
        type: .int64, unit: .count, method: sum, bounds: .nonNegative),
      fraction("matched_fraction", "Matched rows", matchedDefinition, rows),
      fraction(
        "reference_by_block_fraction", "Rows by a block",
        "Rows that a block record of the reference tells, of all rows that could be scored.", rows),
      fraction(
        "missing_fraction", "Rows with a missing genotype",
        "Rows whose variant is called with a missing genotype, of all rows that could be scored.",
        rows),
      FeatureColumn(
        "missing_rule", "Rule for missing genotypes",
        "What a missing genotype added: by plink2's rule, and whose frequencies, or nothing, and why.",
        type: .text, unit: .none, method: sum),
      FeatureColumn(
        "assembly", "Build", "The build of the scores' positions.", type: .text, unit: .none,
        method: sum),
      FeatureColumn(
        "assembly_checked", "Build checked",
        "Whether the contigs' lengths say that the calls are of the scores' build; false where they "
          + "are of no known build, so that nobody checked it.",
        type: .bool, unit: .none, method: sum),
    ]
  }

  private static func fraction(
    _ id: String, _ label: String, _ definition: String, _ method: Method
  ) -> FeatureColumn {
    FeatureColumn(
      id, label, definition, type: .float64, unit: .one, method: method, bounds: .fraction,
      missing: [.zeroDenominator])
  }
}
