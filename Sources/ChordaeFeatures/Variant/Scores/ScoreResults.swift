/// What a sample has of all scores of a bundle, figure by figure; not a number where one is not known.
struct ScoreResults: Sendable {
  private(set) var sums: [Double] = []
  private(set) var averages: [Double] = []
  private(set) var denominators: [Int64] = []
  private(set) var matched: [Double] = []
  private(set) var byBlock: [Double] = []
  private(set) var missing: [Double] = []

  /// No results, with room for so many.
  init(count: Int) {
    sums.reserveCapacity(count)
    averages.reserveCapacity(count)
    denominators.reserveCapacity(count)
    matched.reserveCapacity(count)
    byBlock.reserveCapacity(count)
    missing.reserveCapacity(count)
  }

  /// Appends those of the next score.
  mutating func append(_ result: ScoreResult) {
    sums.append(result.knownSum ?? .nan)
    averages.append(result.average ?? .nan)
    denominators.append(Int64(result.counts.denominator))
    matched.append(result.matchedFraction ?? .nan)
    byBlock.append(result.blockFraction ?? .nan)
    missing.append(result.missingFraction ?? .nan)
  }
}
