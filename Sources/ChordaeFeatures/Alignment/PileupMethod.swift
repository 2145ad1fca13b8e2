import ChordaeCore

/// How groups that look at bases count them, in the words of the dictionary.
enum PileupMethod {
  static let citation =
    "samtools mpileup 1.16, -B -A -x -q 20 -Q 20 -d 1000000 (Danecek et al., GigaScience 2021)"

  static let parameters = [
    Field.Pair("excluded_flags", "0x704 (unmapped, secondary, QC fail, duplicate)"),
    Field.Pair("minimum_mapping_quality", "20"),
    Field.Pair("minimum_base_quality", "20; a base without a quality counts"),
    Field.Pair("mate_overlap", "counted twice"),
    Field.Pair("deletions", "no bases"),
  ]
}
