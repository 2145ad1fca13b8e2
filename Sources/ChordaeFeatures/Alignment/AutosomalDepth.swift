internal import ChordaeCore
internal import ChordaeKernels

/// The depth of the autosomes, by which that of a chromosome or a repeat is scaled to copies.
struct AutosomalDepth {
  let mean: Double
  /// Between whole reads, as `DepthCounts.interpolatedMedian` says.
  let median: Double
  /// Why copies cannot be told; nil where they can.
  ///
  /// The limits, a mean of 2 reads and a median within a fifth of the mean, are those by which the
  /// DRAGEN Ploidy Estimator tells whole genomes.
  let fault: MissingReason?

  /// The words of the limits for the dictionary.
  static let limits = [
    Field.Pair("least_autosomal_mean", "2"),
    Field.Pair("whole_genome", "|mean - median| / mean of the autosomes at most 0.2"),
  ]

  /// The depth over all autosomes; nil without depth, or where a header declares none.
  init?(_ alignment: PreparedAlignment) {
    guard let counts = alignment.autosomalCounts, let mean = counts.mean,
      let median = counts.interpolatedMedian()
    else { return nil }
    self.mean = mean
    self.median = median
    fault =
      mean < 2 ? .lowAutosomalDepth : abs(mean - median) > 0.2 * mean ? .notWholeGenome : nil
  }
}
