/// The repeat of kringle IV type 2 (KIV-2) in LPA, whose copies a pass tells from depth.
///
/// The copies lie head to tail and are nearly the same, so reads of any copy of the sample lie on
/// any copy of the reference, with whatever mapping quality. The number of copies of both
/// haplotypes together is therefore 2 x `referenceCopies` x mean depth of `region`, reads of every
/// mapping quality counted, over the median depth of the autosomes: their mean is lower by the bases
/// that the build leaves open.
///
/// The sources normalise in different ways: callers of whole genomes by stretches all over the
/// genome, after a correction for GC (DRAGEN's LPA caller: 3000 stretches of 2 kb); KILDA by the
/// rest of LPA; the source's own estimate by samples of like depth. No file gives flanks for both
/// builds, so none are here.
public struct KringleRepeat: Sendable, Hashable {
  /// Six whole periods of the repeat, on the chromosome named without `chr`.
  public let region: GenomicInterval
  /// 0-based starts of the periods; each ends where the next, or the region's end, begins.
  public let periodStarts: [Int]

  /// The repeat of a build; GRCh37 has it 421,032 bases further along.
  public init(of assembly: GenomeAssembly) {
    let starts =
      switch assembly {
      case .grch37: Self.grch37
      case .grch38: Self.grch38
      }
    region = GenomicInterval(
      contig: "6", start: starts[0] - 1, end: starts[Self.referenceCopies] - 1, name: "LPA KIV-2")
    periodStarts = starts.prefix(Self.referenceCopies).map { $0 - 1 }
  }

  /// The copies that one haplotype of either build holds, in about 5.5 kb each.
  ///
  /// LPA lies on the reverse strand: of the seven units that the source lists, the first in the
  /// genome's order is kringle IV type 3 and the others are KIV-2, so that between the first start
  /// and the last lie six periods of unit and gap.
  public static let referenceCopies = 6

  /// The file that states the starts of the units in both builds, 1-based.
  public static let source = PublishedFile(
    "alexliyihao/vntrwrap", "LPA/realigning/hardcoded_hg19_position.txt",
    version: "2ef4edcf86fea6c343f5badb51b77cb9ea368ee7",
    sha256: "2fb060280cdcc339801d607f0c696e2bee7e812b93bd0b1c246e1f636d8f97d2",
    content: "starts of LPA's repeat units (Mukamel et al., Science 2021;373:1499), both builds")

  /// A second file, within whose longer region, given with the same six copies, the region lies.
  public static let agreeing = PublishedFile(
    "MCorentin/kilda", "data/KIV2_hg38.bed", version: "6537b17d9a5382fcd6dfa86a93578eb0b9b49853",
    content: "KIV-2 of LPA, GRCh38")

  private static let grch37 = [
    161_032_593, 161_038_148, 161_043_694, 161_049_238, 161_054_784, 161_060_331, 161_065_878,
  ]

  private static let grch38 = [
    160_611_561, 160_617_116, 160_622_662, 160_628_206, 160_633_752, 160_639_299, 160_644_846,
  ]
}
