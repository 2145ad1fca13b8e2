public import ChordaeCore

extension TelomereLength {
  public static let group = FeatureGroup(
    "aln.telomere", from: .alignment, columns, isDefault: false)

  private static let rules = [
    Field.Pair(
      "reads",
      "all records with bases, whatever their flags, of the header's read groups; all"
        + " records where the header has none"),
    Field.Pair("telomeric", "TTAGGG or CCCTAA at least 7 times; of any number, as with telseq -r"),
    Field.Pair("balanced", "more than 48 % and at most 52 % of the bases are G or C"),
  ]

  private static func method(_ algorithm: String, _ more: [Field.Pair] = []) -> Method {
    Method(
      algorithm, parameters: rules + more,
      citation: "TelSeq (Ding et al., Nucleic Acids Res 2014;42:e75), github.com/zd1/telseq")
  }

  private static let lengthRules = [
    Field.Pair("genome_of_balanced_gc", "332,720,800 bases"), Field.Pair("telomeres", "46"),
    Field.Pair(
      "read_groups",
      "mean of their estimates weighted by their reads (telseq -m), without those that"
        + " have no balanced read"),
    Field.Pair("last_read", "counted once; telseq counts it twice"),
  ]

  private static let columns: [FeatureColumn] = [
    FeatureColumn(
      "aln.telomere.length", "Telomere length",
      "Mean length of the telomeres by the share of telomeric reads; of whole genomes only. TelSeq"
        + " gives the same in kilobases.",
      type: .float64, unit: .basePairs,
      method: method(
        "telomeric / balanced reads x genome of balanced GC / telomeres", lengthRules),
      bounds: .nonNegative,
      missing: [.noReads, .noTelomericReads, .outOfRange, .zeroDenominator]),
    counter("reads", "Reads of the telomere estimate", "Reads that are looked at."),
    counter(
      "reads_telomeric", "Telomeric reads",
      "Reads that hold the repeat of the telomere at least 7 times."),
    counter(
      "reads_balanced", "Reads of telomeric GC",
      "Reads of which G and C make more than 48 % and at most 52 %, as they do of telomeres."),
    FeatureColumn(
      "aln.telomere.read_groups", "Read groups of the telomere estimate",
      "Read groups with reads; 1 where the header has none.", type: .int64, unit: .count,
      method: method("counted"), bounds: .nonNegative),
  ]

  private static func counter(_ word: String, _ label: String, _ definition: String)
    -> FeatureColumn
  {
    FeatureColumn(
      "aln.telomere.\(word)", label, definition, type: .int64, unit: .reads,
      method: method("counted"), bounds: .nonNegative)
  }
}
