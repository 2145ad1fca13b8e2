internal import ChordaeCore
internal import ChordaeKernels

extension ReadStatistics {
  /// The histograms of a patient, a list each.
  static let distributionColumns: [FeatureColumn] =
    [
      histogram(
        "base_quality_first_fragments", "Base qualities, first fragments",
        "\(qualityBins), of the original reads that are the first of their pair, or of no pair.",
        ReadDistributions.qualityBins, unit: .basePairs, section: "FFQ, summed over cycles"),
      histogram(
        "base_quality_last_fragments", "Base qualities, last fragments",
        "\(qualityBins), of the original reads that are the last of their pair.",
        ReadDistributions.qualityBins, unit: .basePairs, section: "LFQ, summed over cycles"),
      histogram(
        "read_length", "Read lengths",
        "Original reads of each length, hard-clipped bases included: bin n holds those of n bases,"
          + " the last bin those of 1000 and more.",
        ReadDistributions.lengthBins, unit: .reads, section: "RL"),
      histogram(
        "read_length_log2", "Read lengths, by powers of two",
        "The same reads: bin n holds those of 2^n to 2^(n + 1) - 1 bases.",
        ReadDistributions.lengthPowers, unit: .reads, section: "RL, summed over powers of two"),
      histogram(
        "gc_first_fragments", "GC content, first fragments",
        "\(gcBins), of the original reads that are the first of their pair, or of no pair.",
        ReadDistributions.gcBins, unit: .reads, section: "GCF"),
      histogram(
        "gc_last_fragments", "GC content, last fragments",
        "\(gcBins), of the original reads that are the last of their pair.",
        ReadDistributions.gcBins, unit: .reads, section: "GCL"),
      histogram(
        "gc_percent", "GC content in percent",
        "Original reads by their bases that are G or C in percent of all their bases, rounded to"
          + " the nearest whole number, halves up: bin n holds those of n %.",
        ReadDistributions.gcPercents, unit: .reads, section: nil),
      histogram(
        "insert_size_pairs", "Insert sizes",
        "Pairs by insert size, the sum of the three orientations: \(sizeBins).",
        InsertSizes.longest + 1, unit: .count, section: "IS, to the end and not to 99 % of pairs"),
    ]
    + ["inward", "outward", "other"].map { orientation in
      histogram(
        "insert_size_\(orientation)_pairs", "Insert sizes, \(orientation) orientation",
        "Pairs of \(orientation) orientation by insert size: \(sizeBins).",
        InsertSizes.longest + 1, unit: .count, section: "IS, to the end and not to 99 % of pairs")
    }

  private static let qualityBins =
    "Bases of each quality: bin n holds those of quality n, 0 to 93; the last bin those above 93 or"
    + " without quality"
  private static let gcBins =
    "Reads by GC content: with c of b bases G or C, a read counts in the bins from floor(199 c / b)"
    + " to below min(199, floor(199 (c + 1) / b)), which are several for b below 199, and may be none"
  private static let sizeBins =
    "bin n holds those of n bases, the last bin those of 8000 and more; reads of each size and"
    + " orientation are halved, what is left over is dropped"

  private static func histogram(
    _ word: String, _ label: String, _ definition: String, _ count: Int, unit: Unit,
    section: String?
  ) -> FeatureColumn {
    FeatureColumn(
      "aln.stats.\(word)", label, definition, type: .list(.int64, count: count), unit: unit,
      method: method(section.map { "samtools stats, \($0)" } ?? "counts of original reads"),
      bounds: .nonNegative)
  }
}
