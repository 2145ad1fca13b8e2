internal import ChordaeCore

extension ReadStatistics {
  /// Counts of reads; an original read is neither secondary nor supplementary.
  static let readFigures: [Figure] = [
    count(
      "raw_total_sequences", "Raw total sequences", "Original reads, filtered ones included."
    ) { $0.reads() },
    count(
      "filtered_sequences", "Filtered sequences",
      "Reads left out by a filter on flags; the peer's default options have none, so always 0."
    ) { _ in 0 },
    count("sequences", "Sequences", "Original reads that no filter left out.") { $0.reads() },
    count(
      "is_sorted", "Is sorted",
      "1 where mapped reads come in the order of their starts within each contig, else 0.",
      unit: .one, bounds: .fraction
    ) { $0.isSorted ? 1 : 0 },
    count(
      "1st_fragments", "First fragments",
      "Original reads that are the first of their pair, or of no pair."
    ) { $0.reads(.first) },
    count("last_fragments", "Last fragments", "Original reads that are the last of their pair.") {
      $0.reads(.last)
    },
    count("reads_mapped", "Reads mapped", "Original reads that are mapped.") {
      $0.reads { $0.isOriginalMapped }
    },
    count(
      "reads_mapped_and_paired", "Reads mapped and paired",
      "Original reads of pairs whose mates are both mapped."
    ) { $0.reads { $0.isOriginalMappedPair } },
    count("reads_unmapped", "Reads unmapped", "Original reads that are unmapped.") {
      $0.reads { $0.contains(.unmapped) }
    },
    count(
      "reads_properly_paired", "Reads properly paired",
      "Original reads of pairs whose mates are both mapped, flagged as properly paired."
    ) { $0.properlyPaired },
    count("reads_paired", "Reads paired", "Original reads that were sequenced in pairs.") {
      $0.reads { $0.contains(.paired) }
    },
    count(
      "reads_duplicated", "Reads duplicated",
      "Original reads and supplementary alignments flagged as PCR or optical duplicates."
    ) { $0.sum(\.reads) { $0.contains(.duplicate) } },
    count(
      "reads_mq0", "Reads of mapping quality 0",
      "Original reads that are mapped with mapping quality 0."
    ) { $0.sum(\.unsureReads) { $0.isOriginalMapped } },
    count(
      "reads_qc_failed", "Reads QC failed", "Original reads flagged as failing quality checks."
    ) { $0.reads { $0.contains(.failsQuality) } },
    count(
      "non_primary_alignments", "Non-primary alignments",
      "Records flagged secondary, with a sequence or without."
    ) { $0.secondaryCount },
    count(
      "supplementary_alignments", "Supplementary alignments",
      "Records flagged supplementary and not secondary, with a sequence or without."
    ) { $0.supplementaryCount },
  ]
}

extension ReadSummary {
  /// Original reads of pairs whose mates are both mapped, flagged as properly paired.
  var properlyPaired: Int { reads { $0.isOriginalMappedPair && $0.contains(.properPair) } }
}
