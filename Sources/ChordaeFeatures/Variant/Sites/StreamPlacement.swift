import ChordaeCore

/// Where the contigs of a stream lie among the chromosomes, and where males have one copy.
struct StreamPlacement: Sendable {
  /// Samples that are known to be male.
  let males: [Int]
  private var chromosomes: [UInt8] = []
  private var regions: PseudoautosomalRegions?

  init(males: [Int]) { self.males = males }

  /// Takes in a header's contigs, of which there may be more than before.
  mutating func take(_ contigs: [Contig]) {
    guard contigs.count != chromosomes.count else { return }
    chromosomes = contigs.map { contig in
      guard let number = WantedSite.chromosome(named: contig.name) else { return 0 }
      // The mitochondrion of hg19 is another sequence, whose positions are not those of lists.
      let isOther = number == WantedSite.mitochondrion && contig.length == Self.hg19Mitochondrion
      return isOther ? 0 : number
    }
    regions = GenomeAssembly(contigs: contigs).map { PseudoautosomalRegions(of: $0) }
  }

  /// The number of a contig's chromosome; nil where it is none.
  func chromosome(ofContig contig: Int32) -> UInt8? {
    let number = chromosomes[Int(contig)]
    return number == 0 ? nil : number
  }

  /// Whether males have one copy of the place; false where the build is not known.
  func isHaploidInMales(_ chromosome: UInt8, _ position: Int) -> Bool {
    guard let regions, chromosome == WantedSite.x || chromosome == WantedSite.y else {
      return false
    }
    let pair = chromosome == WantedSite.x ? regions.x : regions.y
    return !pair.contains { $0.start <= position && position < $0.end }
  }

  /// Bases of the mitochondrion of hg19 (NC_001807.4).
  private static let hg19Mitochondrion = 16_571
}
