/// The ends of X and Y that pair and recombine, so that both sexes have two copies of them.
///
/// Contigs are named without `chr`. The regions of X are those of Y base for base, and references
/// meant for alignment often mask Y's. `bcftools call --ploidy` (1.16) draws the same borders, but
/// for one base before PAR2 of GRCh38.
public struct PseudoautosomalRegions: Sendable, Hashable {
  /// PAR1 and PAR2 on X.
  public let x: [GenomicInterval]
  /// PAR1 and PAR2 on Y.
  public let y: [GenomicInterval]

  /// The regions of a build.
  public init(of assembly: GenomeAssembly) {
    switch assembly {
    case .grch37:
      x = Self.pair("X", 60_000..<2_699_520, 154_931_043..<155_260_560)
      y = Self.pair("Y", 10_000..<2_649_520, 59_034_049..<59_363_566)
    case .grch38:
      x = Self.pair("X", 10_000..<2_781_479, 155_701_382..<156_030_895)
      y = Self.pair("Y", 10_000..<2_781_479, 56_887_902..<57_217_415)
    }
  }

  /// The file that states the regions of both builds, 0-based and half-open.
  public static let source = PublishedFile(
    "CNVkit", "skgenome/genomebuild.py", version: "0.9.14",
    sha256: "04c2a64746a5f3386deec33a3b87a97ed7c64e21488de7d39b3621dba0fb06c1",
    content: "sizes and pseudoautosomal regions of X and Y, GRCh37 and GRCh38 (Apache-2.0)")

  private static func pair(
    _ contig: String, _ first: Range<Int>, _ second: Range<Int>
  ) -> [GenomicInterval] {
    [
      GenomicInterval(
        contig: contig, start: first.lowerBound, end: first.upperBound, name: "PAR1"),
      GenomicInterval(
        contig: contig, start: second.lowerBound, end: second.upperBound, name: "PAR2"),
    ]
  }
}
