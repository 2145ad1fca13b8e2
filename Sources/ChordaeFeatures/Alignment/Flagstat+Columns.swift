public import ChordaeCore

extension Flagstat {
  public static let group = FeatureGroup(
    "aln.flagstat", from: .alignment, counters.map(passed) + counters.map(failed))

  private static let method = Method(
    "samtools flagstat",
    parameters: [Field.Pair("flags", "primary = neither 0x100 nor 0x800; QC fail = 0x200")],
    citation: "SAM specification 1.4; samtools flagstat (Danecek et al., GigaScience 2021)")

  private static func passed(_ counter: Counter) -> FeatureColumn {
    FeatureColumn(
      "aln.flagstat.\(counter.word)", counter.label,
      "\(counter.definition), among reads that pass quality checks.", type: .int64, unit: .reads,
      method: method, bounds: .nonNegative)
  }

  private static func failed(_ counter: Counter) -> FeatureColumn {
    FeatureColumn(
      "aln.flagstat.\(counter.word)_qcfail", "\(counter.label), QC failed",
      "\(counter.definition), among reads that fail quality checks.", type: .int64, unit: .reads,
      method: method, bounds: .nonNegative)
  }

  /// The counters in the peer's order.
  static let counters: [Counter] = [
    Counter(word: "total", label: "Reads", definition: "All alignment records") { _ in true },
    Counter(
      word: "primary", label: "Primary reads",
      definition: "Records that are neither secondary nor supplementary"
    ) { $0.isPrimary },
    Counter(
      word: "secondary", label: "Secondary alignments", definition: "Records flagged secondary"
    ) { $0.flags.contains(.secondary) },
    Counter(
      word: "supplementary", label: "Supplementary alignments",
      definition: "Records flagged supplementary and not secondary"
    ) { $0.flags.contains(.supplementary) && !$0.flags.contains(.secondary) },
    Counter(
      word: "duplicates", label: "Duplicates",
      definition: "Records flagged as PCR or optical duplicates"
    ) { $0.flags.contains(.duplicate) },
    Counter(
      word: "primary_duplicates", label: "Primary duplicates",
      definition: "Primary records flagged as PCR or optical duplicates"
    ) { $0.isPrimary && $0.flags.contains(.duplicate) },
    Counter(word: "mapped", label: "Mapped reads", definition: "Records that are mapped") {
      $0.isMapped
    },
    Counter(
      word: "primary_mapped", label: "Primary mapped reads",
      definition: "Primary records that are mapped"
    ) { $0.isPrimary && $0.isMapped },
    Counter(
      word: "paired_in_sequencing", label: "Paired reads",
      definition: "Primary records of reads sequenced in pairs"
    ) { $0.isPrimaryPaired },
    Counter(
      word: "read1", label: "First reads", definition: "Primary records of a pair's first read"
    ) { $0.isPrimaryPaired && $0.flags.contains(.read1) },
    Counter(
      word: "read2", label: "Second reads", definition: "Primary records of a pair's second read"
    ) { $0.isPrimaryPaired && $0.flags.contains(.read2) },
    Counter(
      word: "properly_paired", label: "Properly paired reads",
      definition: "Primary records that are mapped and flagged as properly paired"
    ) { $0.isPrimaryPaired && $0.isMapped && $0.flags.contains(.properPair) },
    Counter(
      word: "with_itself_and_mate_mapped", label: "Reads mapped with their mates",
      definition: "Primary paired records whose read and mate are both mapped"
    ) { $0.isMappedPair },
    Counter(
      word: "singletons", label: "Singletons",
      definition: "Primary paired records whose read is mapped and whose mate is not"
    ) { $0.isPrimaryPaired && $0.isMapped && $0.flags.contains(.mateUnmapped) },
    Counter(
      word: "with_mate_mapped_to_a_different_chr", label: "Mates on another contig",
      definition: "Primary paired records whose mate is mapped to another contig"
    ) { $0.isMappedPair && $0.mateElsewhere },
    Counter(
      word: "with_mate_mapped_to_a_different_chr_mapq_5",
      label: "Mates on another contig, mapping quality at least 5",
      definition:
        "Primary paired records whose mate is mapped to another contig, of mapping quality 5 or more"
    ) { $0.isMappedPair && $0.mateElsewhere && $0.mapsWell },
  ]
}
