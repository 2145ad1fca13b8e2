internal import ChordaeCore

extension ReadStatistics {
  /// Counts of bases, lengths and qualities; soft-clipped bases count unless said otherwise.
  static let baseFigures: [Figure] = [
    count("total_length", "Total length", "Bases of all original reads.", unit: .basePairs) {
      $0.bases()
    },
    count(
      "total_first_fragment_length", "Total first fragment length",
      "Bases of the original reads that are the first of their pair, or of no pair.",
      unit: .basePairs
    ) { $0.bases(.first) },
    count(
      "total_last_fragment_length", "Total last fragment length",
      "Bases of the original reads that are the last of their pair.", unit: .basePairs
    ) { $0.bases(.last) },
    count(
      "bases_mapped", "Bases mapped", "Bases of the original reads that are mapped.",
      unit: .basePairs
    ) { $0.bases { $0.isOriginalMapped } },
    count(
      "bases_mapped_cigar", "Bases mapped (CIGAR)",
      "Bases that the CIGAR operations M, I, = and X of mapped original reads and supplementary"
        + " alignments span.", unit: .basePairs
    ) { $0.alignedBases },
    count(
      "bases_trimmed", "Bases trimmed",
      "Bases that trimming by quality would take off; the peer's default threshold is 0, so always"
        + " 0.", unit: .basePairs
    ) { _ in 0 },
    count(
      "bases_duplicated", "Bases duplicated",
      "Bases of original reads and supplementary alignments flagged as duplicates.",
      unit: .basePairs
    ) { $0.sum(\.bases) { $0.contains(.duplicate) } },
    count(
      "mismatches", "Mismatches",
      "Summed edit distances (tag NM) of mapped original reads and supplementary alignments; of a"
        + " CRAM without the tag, counted from the reference.", unit: .basePairs
    ) { $0.mismatches },
    ratio(
      "error_rate", "Error rate", "mismatches over bases_mapped_cigar, as float32.", unit: .one,
      missing: .zeroDenominator
    ) { ReadSummary.singleRatio($0.mismatches, $0.alignedBases) },
    ratio(
      "average_length", "Average length", "total_length over sequences, rounded down.",
      unit: .basePairs
    ) { $0.reads() > 0 ? Double(Float($0.bases() / $0.reads())) : nil },
    ratio(
      "average_first_fragment_length", "Average first fragment length",
      "total_first_fragment_length over 1st_fragments, as float32.", unit: .basePairs
    ) { ReadSummary.singleRatio($0.bases(.first), $0.reads(.first)) },
    ratio(
      "average_last_fragment_length", "Average last fragment length",
      "total_last_fragment_length over last_fragments, as float32.", unit: .basePairs
    ) { ReadSummary.singleRatio($0.bases(.last), $0.reads(.last)) },
    count(
      "maximum_length", "Maximum length",
      "Bases of the longest original read or supplementary alignment, hard-clipped ones included; 0"
        + " without any.", unit: .basePairs
    ) { $0.longest { _ in true } },
    count(
      "maximum_first_fragment_length", "Maximum first fragment length",
      "The same of those that are the first of their pair, or of no pair.", unit: .basePairs
    ) { $0.longest { $0.readOrder == .first } },
    count(
      "maximum_last_fragment_length", "Maximum last fragment length",
      "The same of those that are the last of their pair.", unit: .basePairs
    ) { $0.longest { $0.readOrder == .last } },
    ratio(
      "average_quality", "Average quality",
      "Summed base qualities of first and last fragments over total_length; a base without quality"
        + " counts as 255.", unit: .one
    ) { $0.bases() > 0 ? Double($0.qualities) / Double($0.bases()) : nil },
  ]
}
