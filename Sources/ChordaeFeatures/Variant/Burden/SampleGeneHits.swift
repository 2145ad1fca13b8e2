internal import ChordaeCore

/// The hits of all samples in some genes; a gene without any takes no memory.
struct SampleGeneHits: Sendable {
  private let sampleCount: Int
  /// What holds whatever the phase set, and the hits of genotypes without one, which are a set.
  private var hits: [[GeneHits]]
  /// Hits in phase sets, by gene and sample: only those who have some take memory.
  private var sets: [Int: [PhaseSet]] = [:]

  /// A sample's hits of a gene in one phase set.
  private struct PhaseSet {
    let contig: Int32
    let number: Int32
    var hits: GeneHits
  }

  /// No hits.
  init(genes: Int, sampleCount: Int) {
    self.sampleCount = sampleCount
    hits = [[GeneHits]](repeating: [], count: genes)
  }

  /// Whether a sample lost two copies of a gene: phases tell copies apart within a phase set only.
  func verdict(_ gene: Int, sample: Int) -> GeneHits.Verdict {
    let all = hits[gene].isEmpty ? [] : hits[gene][sample]
    guard let own = sets[gene * sampleCount + sample] else { return all.verdict }
    let phased = own.map(\.hits) + [all.intersection(.phases)].filter { !$0.isEmpty }
    if all.contains(.both) || phased.contains(where: \.losesBoth) { return .phased }
    if phased.count == 1 { return all.union(phased[0]).verdict }
    // Copies in two sets are as good as unphased to each other.
    return all.subtracting(.phases).union(.unphasedTwice).verdict
  }

  /// Adds what one record says: its carriers, and who lacks an allele there.
  mutating func add(_ carriers: Carriers, contig: Int32, to gene: Int) {
    guard !carriers.samples.isEmpty || !carriers.missing.isEmpty else { return }
    begin(gene)
    for (place, sample) in carriers.samples.enumerated() {
      let (hit, set) = (carriers.hits[place], carriers.phaseSets[place])
      if set == VariantBatch.noPhaseSet {
        hits[gene][Int(sample)].merge(hit)
      } else {
        add(PhaseSet(contig: contig, number: set, hits: hit), gene * sampleCount + Int(sample))
      }
    }
    for sample in carriers.missing { hits[gene][Int(sample)].insert(.missing) }
  }

  /// Adds the hits of the part that follows.
  mutating func merge(_ next: SampleGeneHits) {
    for gene in hits.indices where !next.hits[gene].isEmpty {
      begin(gene)
      for sample in 0..<sampleCount { hits[gene][sample].merge(next.hits[gene][sample]) }
    }
    for (key, others) in next.sets {
      for other in others { add(other, key) }
    }
  }

  private mutating func add(_ new: PhaseSet, _ key: Int) {
    let place = sets[key]?.firstIndex { $0.contig == new.contig && $0.number == new.number }
    if let place {
      sets[key]?[place].hits.merge(new.hits)
    } else {
      sets[key, default: []].append(new)
    }
  }

  private mutating func begin(_ gene: Int) {
    if hits[gene].isEmpty { hits[gene] = [GeneHits](repeating: [], count: sampleCount) }
  }
}
