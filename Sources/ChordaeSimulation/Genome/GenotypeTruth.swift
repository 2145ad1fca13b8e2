internal import ChordaeCore

/// What the sample columns of a call set hold, in the counts of `bcftools stats -s -`.
struct GenotypeTruth: Sendable {
  private(set) var refHom = 0
  private(set) var nonrefHom = 0
  private(set) var hets = 0
  private(set) var transitions = 0
  private(set) var transversions = 0
  private(set) var indels = 0
  private(set) var hapRef = 0
  private(set) var hapAlt = 0
  private(set) var missing = 0
  private(set) var depthSum = 0
  private(set) var depthCount = 0
  var singletons = 0

  /// Counts one genotype.
  mutating func add(_ genotype: SimulatedGenotype, at site: VariantSite) {
    guard !genotype.isMissing else {
      missing += 1
      return
    }
    depthSum += genotype.depth
    depthCount += 1
    let present = Set(genotype.alleles).subtracting([0])
    switch (genotype.ploidy, present.isEmpty) {
    case (1, true): hapRef += 1
    case (1, false): hapAlt += 1
    case (_, true): refHom += 1
    case (_, false): addAlternates(present, isHet: genotype.alleles.contains(0), at: site)
    }
  }

  /// An indel counts as such and not among the heterozygous and homozygous genotypes.
  private mutating func addAlternates(_ present: Set<Int>, isHet: Bool, at site: VariantSite) {
    guard site.isSNV else {
      indels += 1
      return
    }
    if isHet { hets += 1 } else { nonrefHom += 1 }
    for allele in present {
      if site.isTransition(allele) { transitions += 1 } else { transversions += 1 }
    }
  }

  /// Whether a sample's genotype makes a site a singleton where all others are reference.
  static func isSingletonCandidate(_ genotype: SimulatedGenotype) -> Bool {
    genotype.ploidy == 2 && genotype.alleles.contains { $0 > 0 }
  }

  /// The counts as `truth.jsonl` states them.
  var json: JSONValue {
    let counts = [
      ("n_ref_hom", refHom), ("n_nonref_hom", nonrefHom), ("n_hets", hets),
      ("n_transitions", transitions), ("n_transversions", transversions), ("n_indels", indels),
      ("n_singletons", singletons), ("n_hap_ref", hapRef), ("n_hap_alt", hapAlt),
      ("n_missing", missing),
    ]
    let mean = depthCount > 0 ? JSONValue.number(Double(depthSum) / Double(depthCount)) : .null
    return .object(
      counts.map { (key: $0, value: .integer(Int64($1))) } + [(key: "average_depth", value: mean)])
  }
}
