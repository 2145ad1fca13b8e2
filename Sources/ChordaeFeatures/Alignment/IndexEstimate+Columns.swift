public import ChordaeCore

extension IndexEstimate {
  public static let group = FeatureGroup("aln.index", from: .alignment, counts + estimates)

  private static let missing: [MissingReason] = [.noIndex, .noReads]

  private static let counting = Method(
    "sums of the counts in the index",
    citation: "samtools idxstats 1.16; SAM specification 5.2, CSI version 1")

  private static let rules = [
    Field.Pair(
      "size",
      "compressed bytes from a window's first record to the next window's (BAI, CSI);"
        + " of a CRAI the bytes of its slices, spread evenly over the bases that they lie on"),
    Field.Pair("window", "16,384 bases"),
    Field.Pair(
      "unit", "the size at which the ascending sum, capped at the 98th percentile, passes half"),
  ]

  private static let binRules = [
    Field.Pair(
      "bins",
      "all contigs but X, Y and those of ^chrEBV$|^NC|_random$|Un_|^HLA\\-|_alt$|hap\\d$")
  ]

  private static func method(_ algorithm: String, _ more: [Field.Pair] = []) -> Method {
    Method(
      algorithm, parameters: rules + more,
      citation: "goleft indexcov (Pedersen et al., GigaScience 2017;6:gix090)")
  }

  private static let counts: [FeatureColumn] = [
    FeatureColumn(
      "aln.index.reads_mapped", "Mapped reads, by the index",
      "Mapped reads of all contigs, secondary and supplementary ones among them, as the index counts"
        + " them.",
      type: .int64, unit: .reads, method: counting, bounds: .nonNegative,
      missing: [.noIndex, .notInIndex]),
    FeatureColumn(
      "aln.index.reads_unmapped", "Unmapped reads, by the index",
      "Unmapped reads, those beside their mate and those without a place, as the index counts them.",
      type: .int64, unit: .reads, method: counting, bounds: .nonNegative,
      missing: [.noIndex, .notInIndex]),
    FeatureColumn(
      "aln.index.fraction_mapped", "Fraction of mapped reads, by the index",
      "Mapped reads over mapped and unmapped ones, as the index counts them.", type: .float64,
      unit: .one, method: counting, bounds: .fraction, missing: missing + [.notInIndex]),
  ]

  private static func copies(_ chromosome: String) -> FeatureColumn {
    FeatureColumn(
      "aln.index.\(chromosome.lowercased())_copies", "Copies of \(chromosome), by the index",
      "A rough number of copies of \(chromosome), by the size of its stretches of the file.",
      type: .float64, unit: .count,
      method: method(
        "2 x median of the scaled windows that are not empty",
        [Field.Pair("low", "windows below 0.02 are left out where they are more than 30 % of all")]),
      bounds: .nonNegative, missing: missing + [.contigAbsent])
  }

  private static func bins(_ word: String, _ label: String, _ range: String) -> FeatureColumn {
    FeatureColumn(
      "aln.index.bins_\(word)", "Windows \(label)",
      "Windows of the autosomes and further contigs whose scaled size is \(range).", type: .int64,
      unit: .count, method: method("scaled sizes counted", binRules), bounds: .nonNegative,
      missing: missing)
  }

  private static let estimates: [FeatureColumn] = [
    copies("X"), copies("Y"),
    bins("in", "of usual size", "from 0.85 to 1.15"),
    bins("out", "of unusual size", "below 0.85 or above 1.15"),
    bins("low", "nearly empty", "below 0.15"),
    bins("high", "of great size", "above 1.15"),
    FeatureColumn(
      "aln.index.fraction_out", "Fraction of windows of unusual size",
      "Windows whose scaled size is below 0.85 or above 1.15 over all that are counted; high where"
        + " depth is uneven or the reads are those of a capture.",
      type: .float64, unit: .one, method: method("scaled sizes counted", binRules),
      bounds: .fraction, missing: missing),
    FeatureColumn(
      "aln.index.dispersion", "Dispersion of the windows' sizes",
      "How far scaled sizes lie from their median: 1.4826 times the median distance, over the counted"
        + " windows that are not empty.",
      type: .float64, unit: .one,
      method: Method(
        "1.4826 x median absolute deviation", parameters: rules + binRules,
        citation: "scaled sizes as goleft indexcov; median absolute deviation (Rousseeuw and Croux,"
          + " J Am Stat Assoc 1993;88:1273)"),
      bounds: .nonNegative, missing: missing),
  ]
}
