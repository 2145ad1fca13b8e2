import ChordaeCore

extension ScoreTally {
  /// Gives a sample's scores, and a row of the table for each.
  func give(_ sample: Int, isAssemblyKnown: Bool, into output: inout FeatureOutput) {
    let scores = settings.bundle.scores
    let results = scores.indices.map { result(sample: sample, score: $0) }
    if scores.count <= settings.wideScores {
      for result in results {
        output.append(result.knownSum, else: .zeroDenominator)
        output.append(result.matchedFraction, else: .zeroDenominator)
      }
    } else {
      output.append(.numbers(results.map { $0.knownSum ?? .nan }))
    }
    guard output.wants(.scores) else { return }
    let rule = FeatureValue.text(missingRule)
    for (score, result) in zip(scores, results) {
      output.appendRow(
        to: .scores,
        [
          .text(score.id), FeatureValue(result.knownSum, else: .zeroDenominator),
          FeatureValue(result.average, else: .zeroDenominator),
          .integer(Int64(result.counts.denominator)),
          FeatureValue(result.matchedFraction, else: .zeroDenominator),
          FeatureValue(result.blockFraction, else: .zeroDenominator),
          FeatureValue(result.missingFraction, else: .zeroDenominator), rule,
          .text(settings.bundle.assembly.rawValue), .flag(isAssemblyKnown),
        ])
    }
  }

  /// The rule that missing genotypes followed, and where the frequencies came from.
  private var missingRule: String {
    if settings.missingGenotypes == .none { return "none" }
    if settings.frequencies != nil { return "plink2, frequencies of the file" }
    return takesOwnFrequencies
      ? "plink2, frequencies of the samples"
      : "none, fewer than \(ScoreSettings.fewestSamples) samples and no frequencies"
  }
}
