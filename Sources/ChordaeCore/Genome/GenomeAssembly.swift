/// A build of the human genome, told by the lengths of its chromosomes.
public enum GenomeAssembly: String, Sendable, CaseIterable {
  case grch37 = "GRCh37"
  case grch38 = "GRCh38"

  /// The build that a name stands for: its own, with or without a patch (`GRCh38.p14`), or one of
  /// `hg19`, `b37`, `hs37d5` and `hg38`, in any case; nil for any other.
  ///
  /// Chromosomes 1 to 22, X and Y of `hg19` are those of GRCh37; only its mitochondrion differs.
  public init?(named name: String) {
    let word = name.lowercased()
    switch word.prefix(while: { $0 != "." }) {
    case "grch37", "hg19", "b37", "hs37d5": self = .grch37
    case "grch38", "hg38": self = .grch38
    default: return nil
    }
  }

  /// The build whose lengths the contigs have, with or without `chr`; nil where none of them is a
  /// chromosome of a known build, or where they are of two.
  public init?(contigs: [Contig]) {
    let builds = Self.witnesses(contigs)
    guard builds.count == 1, let build = builds.first else { return nil }
    self = build.key
  }

  /// The first contig that has a build's length, for each build that any of them has.
  public static func witnesses(_ contigs: [Contig]) -> [GenomeAssembly: Contig] {
    var witnesses: [GenomeAssembly: Contig] = [:]
    for contig in contigs {
      guard
        let build = allCases.first(where: { $0.length(ofChromosome: contig.name) == contig.length })
      else { continue }
      if witnesses[build] == nil { witnesses[build] = contig }
    }
    return witnesses
  }

  /// Bases of a chromosome, named with or without `chr`; nil for what is none of 1 to 22, X and Y.
  public func length(ofChromosome name: String) -> Int? {
    let name = name.hasPrefix("chr") ? String(name.dropFirst(3)) : name
    return Self.chromosomes.firstIndex(of: name).map { lengths[$0] }
  }

  /// Names of the chromosomes in the genome's order, without `chr`.
  public static let chromosomes = (1...22).map(String.init) + ["X", "Y"]

  /// Lengths of chromosomes 1 to 22, X and Y (Genome Reference Consortium, GRCh37 and GRCh38).
  private var lengths: [Int] {
    switch self {
    case .grch37:
      [
        249_250_621, 243_199_373, 198_022_430, 191_154_276, 180_915_260, 171_115_067,
        159_138_663, 146_364_022, 141_213_431, 135_534_747, 135_006_516, 133_851_895,
        115_169_878, 107_349_540, 102_531_392, 90_354_753, 81_195_210, 78_077_248, 59_128_983,
        63_025_520, 48_129_895, 51_304_566, 155_270_560, 59_373_566,
      ]
    case .grch38:
      [
        248_956_422, 242_193_529, 198_295_559, 190_214_555, 181_538_259, 170_805_979,
        159_345_973, 145_138_636, 138_394_717, 133_797_422, 135_086_622, 133_275_309,
        114_364_328, 107_043_718, 101_991_189, 90_338_345, 83_257_441, 80_373_285, 58_617_616,
        64_444_167, 46_709_983, 50_818_468, 156_040_895, 57_227_415,
      ]
    }
  }
}
