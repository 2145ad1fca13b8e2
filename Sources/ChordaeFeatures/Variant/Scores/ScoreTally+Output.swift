import ChordaeCore

extension ScoreTally {
  /// Gives a sample's scores, and a row of the table for each.
  mutating func give(_ sample: Int, isAssemblyKnown: Bool, into output: inout FeatureOutput) {
    let results = results(sample: sample)
    if results.sums.count <= settings.wideScores {
      for (sum, matched) in zip(results.sums, results.matched) {
        output.append(sum, else: .zeroDenominator)
        output.append(matched, else: .zeroDenominator)
      }
    } else {
      output.append(.numbers(results.sums))
    }
    guard output.wants(.scores) else { return }
    let same = sameColumns ?? SameColumns(settings, missingRule)
    sameColumns = same
    var isChecked = Column(.bool)
    isChecked.append(repeating: .flag(isAssemblyKnown), count: results.sums.count)
    output.appendRows(
      to: .scores,
      [
        same.ids, Column(finite: results.sums), Column(finite: results.averages),
        Column(results.denominators), Column(finite: results.matched),
        Column(finite: results.byBlock), Column(finite: results.missing), same.rule,
        same.assembly, isChecked,
      ])
  }

  /// What the table says of the scores, which is the same of each sample.
  struct SameColumns: Sendable {
    fileprivate var ids = Column(.text)
    fileprivate var rule = Column(.text)
    fileprivate var assembly = Column(.text)

    fileprivate init(_ settings: ScoreSettings, _ missingRule: String) {
      let bundle = settings.bundle
      for score in bundle.scores { ids.append(score.id) }
      rule.append(repeating: .text(missingRule), count: bundle.scores.count)
      assembly.append(repeating: .text(bundle.assembly.rawValue), count: bundle.scores.count)
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
