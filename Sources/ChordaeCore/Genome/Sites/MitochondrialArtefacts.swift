/// Positions of the mitochondrial genome where sequencing and alignment invent variants.
///
/// They are the lengths of homopolymers around 301 to 316 and 16182, and 3107, where the revised
/// Cambridge Reference Sequence holds an `N` to keep the old numbers. Both builds' `MT` or `chrM` of
/// 16,569 bases is that sequence; UCSC's hg19 has another, of 16,571, to which they do not apply.
public enum MitochondrialArtefacts {
  /// 0-based positions in the revised Cambridge Reference Sequence, ascending.
  public static let positions = [300, 301, 309, 315, 3_106, 16_181]

  /// Bases of the sequence that the positions belong to.
  public static let sequenceLength = 16_569

  /// The file that states the positions, 0-based and half-open.
  public static let source = PublishedFile(
    "broadinstitute/gnomad-mitochondria", "gnomad_mitochondria/resources/artifact_prone_sites.bed",
    version: "c82469fa1e7623d3af043c76c18d2eda56c805d0",
    sha256: "52734cb6ef654d1bf1cf232ce202c80d5dfd87af59089af63a463c484666274e",
    content: "sites that gnomAD filters from mitochondrial calls")
}
