/// A base change that recurs in one codon of a gene, as published lists state it for one build.
public struct Hotspot: Sendable, Hashable {
  public let gene: String
  /// The protein's change in one-letter code, such as `V617F`.
  public let proteinChange: String
  /// The chromosome, without `chr`.
  public let chromosome: String
  /// 0-based start of `reference` on the forward strand.
  public let start: Int
  /// The forward strand's base in the build.
  public let reference: String
  /// The forward strand's base that makes the protein's change.
  public let alternate: String
  /// 0-based start of the same base in the build's false second copy of the gene.
  ///
  /// The copy lies on the same chromosome and strand; reads of either place may lie at either, with
  /// mapping quality 0. Nil where the build holds the gene once.
  public let copyStart: Int?
  /// The files that state this change in this build; more than one agree.
  public let sources: [PublishedFile]

  /// The changed bases, named after the gene and the change.
  public var interval: GenomicInterval {
    GenomicInterval(
      contig: chromosome, start: start, end: start + reference.utf8.count,
      name: "\(gene) \(proteinChange)")
  }
}
