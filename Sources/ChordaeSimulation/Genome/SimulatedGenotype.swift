/// One patient's alleles at one site, with the depth that a caller would report.
struct SimulatedGenotype {
  /// One allele for each copy of the contig, 0 for the reference; empty where no call was made.
  let alleles: [Int]
  let ploidy: Int
  /// Reads of each allele, the reference first: drawn around the mean depth, not counted in the BAM.
  let alleleDepths: [Int]

  var depth: Int { alleleDepths.reduce(0, +) }
  var isMissing: Bool { alleles.isEmpty }

  /// Alleles by Hardy-Weinberg proportions, from the seed and the place alone.
  init(seed: UInt64, patient: Int, contig: Int, place: Int, site: VariantSite, ploidy: Int) {
    var random = SimulationRandom(seed, .genotype, patient, contig, place)
    self.ploidy = ploidy
    let isCalled = !random.happens(0.01)
    let alleles = (0..<ploidy).map { _ in
      random.happens(site.frequency) ? 1 + random.below(site.alternates.count) : 0
    }
    self.alleles = isCalled ? alleles : []
    var depths = [Int](repeating: 0, count: site.alternates.count + 1)
    let depth = isCalled ? 10 + random.below(20) : 0
    for _ in 0..<depth { depths[alleles[random.below(ploidy)]] += 1 }
    alleleDepths = depths
  }

  /// The sample's column under `GT:AD:DP:GQ`; block files count reads of an unseen allele too.
  func text(at site: VariantSite, withUnseenAllele: Bool = false) -> String {
    let separator = site.isPhased ? "|" : "/"
    guard !isMissing else {
      return Array(repeating: ".", count: ploidy).joined(separator: separator) + ":.:.:."
    }
    let shown = site.isPhased ? alleles : alleles.sorted()
    let depths = (alleleDepths + (withUnseenAllele ? [0] : [])).map(String.init)
    return shown.map(String.init).joined(separator: separator)
      + ":\(depths.joined(separator: ",")):\(depth):\(min(99, 3 * depth))"
  }
}
