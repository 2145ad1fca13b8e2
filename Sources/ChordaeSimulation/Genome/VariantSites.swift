/// A site at which the cohort's genomes differ.
struct VariantSite: Sendable {
  /// 0-based place of the first base of `reference`.
  let position: Int
  let reference: [UInt8]
  let alternates: [[UInt8]]
  /// Frequency of all alternate alleles together.
  let frequency: Double
  /// Whether genotypes are written with `|`, the allele of the first haplotype first.
  let isPhased: Bool

  /// Whether the alternates are single bases.
  var isSNV: Bool { reference.count == 1 && alternates.allSatisfy { $0.count == 1 } }

  /// Whether an alternate of an SNV swaps purine for purine or pyrimidine for pyrimidine.
  func isTransition(_ allele: Int) -> Bool {
    let pair = Set([reference[0], alternates[allele - 1][0]])
    return pair == Set("AG".utf8) || pair == Set("CT".utf8)
  }
}

/// All sites of the cohort, contig by contig in order of position.
struct VariantSites: Sendable {
  static let spacing = 400
  let byContig: [[VariantSite]]

  /// One site in each 400 bases: substitutions, a few of them with two alternates, and short indels.
  init(seed: UInt64, reference: SimulatedReference) {
    byContig = reference.bases.enumerated().map { contig, bases in
      var random = SimulationRandom(seed, .sites, contig)
      return (0..<bases.count / Self.spacing).compactMap { place in
        // Indels of at most 8 bases never reach the next site.
        let position = place * Self.spacing + 20 + random.below(Self.spacing - 40)
        let isKnown = bases[position..<position + 10].allSatisfy("ACGT".utf8.contains)
        return isKnown ? Self.site(at: position, in: bases, &random) : nil
      }
    }
  }

  private static func site(
    at position: Int, in bases: [UInt8], _ random: inout SimulationRandom
  ) -> VariantSite {
    let base = bases[position]
    var reference = [base]
    var alternates: [[UInt8]]
    switch random.below(100) {
    case ..<8:
      alternates = [[base] + (0...random.below(8)).map { _ in Array("ACGT".utf8)[random.below(4)] }]
    case ..<16:
      reference = Array(bases[position...position + 1 + random.below(8)])
      alternates = [[base]]
    case let kind:
      let others = substitutes(for: base, &random)
      alternates = others.prefix(kind < 20 ? 2 : 1).map { [$0] }
    }
    let rarity = random.uniform()
    return VariantSite(
      position: position, reference: reference, alternates: alternates,
      frequency: 0.02 + 0.6 * rarity * rarity, isPhased: random.below(2) == 0)
  }

  /// The other three bases, the transition first in two of three cases, as in real genomes.
  private static func substitutes(for base: UInt8, _ random: inout SimulationRandom) -> [UInt8] {
    let order: [UInt8]
    switch base {
    case UInt8(ascii: "A"): order = Array("GCT".utf8)
    case UInt8(ascii: "G"): order = Array("ATC".utf8)
    case UInt8(ascii: "C"): order = Array("TAG".utf8)
    default: order = Array("CGA".utf8)
    }
    return random.below(3) < 2 ? order : Array(order.reversed())
  }
}
