internal import ChordaeCore
internal import ChordaeKernels

extension ReadStatistics {
  /// The peer's figures of pairs.
  static let pairFigures: [Figure] = [
    ratio(
      "insert_size_average", "Insert size, average of the main bulk",
      "Mean insert size of the main bulk of pairs: \(bulk).", unit: .basePairs
    ) { $0.pairs.bulkMoments?.mean },
    ratio(
      "insert_size_standard_deviation", "Insert size, standard deviation of the main bulk",
      "Standard deviation of the insert sizes of the main bulk of pairs, without the deviations of"
        + " pairs of size 0: \(bulk).", unit: .basePairs
    ) { $0.pairs.bulkMoments?.standardDeviation },
    count(
      "inward_oriented_pairs", "Inward oriented pairs",
      "Pairs whose mates face each other; \(halves).", unit: .count
    ) { $0.pairs(.inward) },
    count(
      "outward_oriented_pairs", "Outward oriented pairs",
      "Pairs whose mates face away from each other; \(halves).", unit: .count
    ) { $0.pairs(.outward) },
    count(
      "pairs_with_other_orientation", "Pairs with other orientation",
      "Pairs whose mates lie on the same strand; \(halves).", unit: .count
    ) { $0.pairs(.other) },
    count(
      "pairs_on_different_chromosomes", "Pairs on different chromosomes",
      "Half of the original reads whose mate is mapped to another contig, rounded down.",
      unit: .count
    ) { $0.sum(\.readsWithMateElsewhere) { $0.isOriginalMappedPair } / 2 },
    ratio(
      "percentage_of_properly_paired_reads", "Percentage of properly paired reads",
      "100 times reads_properly_paired over sequences, as float32.", unit: .percent,
      bounds: Bounds(0, 100)
    ) { ReadSummary.singleRatio(100 * $0.properlyPaired, $0.reads()) },
  ]

  /// What the peer does not give: insert sizes of all pairs.
  static let insertSizeFigures: [Figure] = [
    ratio(
      "insert_size_median", "Insert size, median",
      "Median insert size: \(all); of an even number the mean of the middle two.",
      unit: .basePairs, algorithm: "median of the histogram aln.stats.insert_size_pairs"
    ) { $0.pairs.median },
    ratio(
      "insert_size_mad", "Insert size, median absolute deviation",
      "Median distance from the median insert size, not scaled: \(all).", unit: .basePairs,
      algorithm: "median absolute deviation of the histogram aln.stats.insert_size_pairs"
    ) { $0.pairs.medianAbsoluteDeviation },
    ratio(
      "insert_size_average_all_pairs", "Insert size, average of all pairs",
      "Mean insert size: \(all).", unit: .basePairs,
      algorithm: "mean of the histogram aln.stats.insert_size_pairs"
    ) { $0.pairs.moments?.mean },
    ratio(
      "insert_size_standard_deviation_all_pairs",
      "Insert size, standard deviation of all pairs",
      "Standard deviation of the insert sizes, over the number of pairs: \(all).",
      unit: .basePairs, algorithm: "standard deviation of the histogram aln.stats.insert_size_pairs"
    ) { $0.pairs.moments?.standardDeviation },
  ]

  private static let bulk =
    "the smallest sizes that hold more than 99 % of them, sizes past 8000 taken for 8000"
  private static let all =
    "all pairs whose size is not 0, sizes past 8000 taken for 8000, each size's reads halved"
  private static let halves =
    "reads of each size and orientation are halved, what is left over is dropped"
}
