/// What a sample's genotypes say of how many copies of a gene are lost: a few bits, merged without
/// loss.
struct GeneHits: OptionSet, Sendable, Hashable {
  let rawValue: UInt8

  /// Both copies at one record: homozygous, or two alternates that each lose the function.
  static let both = GeneHits(rawValue: 1)
  /// The only copy of a haploid genotype.
  static let only = GeneHits(rawValue: 2)
  /// One copy, phased to the first haplotype.
  static let first = GeneHits(rawValue: 4)
  /// One copy, phased to the second haplotype.
  static let second = GeneHits(rawValue: 8)
  /// One copy that no phase tells from the other.
  static let unphased = GeneHits(rawValue: 16)
  /// Unphased at two records or more.
  static let unphasedTwice = GeneHits(rawValue: 32)
  /// The same haplotype at two records or more.
  static let sameTwice = GeneHits(rawValue: 64)
  /// An allele is missing at a record of such an alternate.
  static let missing = GeneHits(rawValue: 128)

  /// Adds what another record, or the part that follows, says.
  mutating func merge(_ next: GeneHits) {
    let again = intersection(next)
    formUnion(next)
    if again.contains(.unphased) { insert(.unphasedTwice) }
    if !again.isDisjoint(with: [.first, .second]) { insert(.sameTwice) }
  }

  /// Whether two copies are lost, and how far phases say so.
  var verdict: Verdict {
    if contains(.both) || isSuperset(of: [.first, .second]) { return .phased }
    let isPhased = !isDisjoint(with: [.first, .second])
    if contains(.unphasedTwice) || (contains(.unphased) && (isPhased || contains(.only))) {
      return .unphased
    }
    if contains(.only) { return .hemizygous }
    if contains(.missing) { return .unknown }
    if contains(.sameTwice) { return .cis }
    return isPhased || contains(.unphased) ? .one : .none
  }

  /// The code of the table.
  enum Verdict: String, CaseIterable, Sendable {
    case none, one, cis, phased, unphased, hemizygous, unknown
  }
}

/// The hits of all samples in some genes; a gene without any takes no memory.
struct SampleGeneHits: Sendable {
  private let sampleCount: Int
  private var hits: [[GeneHits]]

  /// No hits.
  init(genes: Int, sampleCount: Int) {
    self.sampleCount = sampleCount
    hits = [[GeneHits]](repeating: [], count: genes)
  }

  /// The hits of one sample in a gene.
  subscript(gene: Int, sample: Int) -> GeneHits { hits[gene].isEmpty ? [] : hits[gene][sample] }

  /// Adds what one record says: its carriers, and who lacks an allele there.
  mutating func add(_ carriers: Carriers, to gene: Int) {
    guard !carriers.samples.isEmpty || !carriers.missing.isEmpty else { return }
    begin(gene)
    for (sample, hit) in zip(carriers.samples, carriers.hits) {
      hits[gene][Int(sample)].merge(hit)
    }
    for sample in carriers.missing { hits[gene][Int(sample)].insert(.missing) }
  }

  /// Adds the hits of the part that follows.
  mutating func merge(_ next: SampleGeneHits) {
    for gene in hits.indices where !next.hits[gene].isEmpty {
      begin(gene)
      for sample in 0..<sampleCount { hits[gene][sample].merge(next.hits[gene][sample]) }
    }
  }

  private mutating func begin(_ gene: Int) {
    if hits[gene].isEmpty { hits[gene] = [GeneHits](repeating: [], count: sampleCount) }
  }
}
