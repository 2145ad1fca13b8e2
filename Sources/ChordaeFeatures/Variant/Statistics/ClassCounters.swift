internal import ChordaeKernels

/// Counts of genotypes at records with one alternate allele, for all samples at a time: the
/// heterozygotes and the homozygotes of each class of alternates, and the missing.
struct ClassCounters {
  /// Two counters a class: heterozygotes, homozygotes.
  private var counters: [PlaneCounter]
  private var missing: PlaneCounter

  /// Counters at zero.
  init(sampleCount: Int) {
    missing = PlaneCounter(sampleCount: sampleCount)
    counters = Array(repeating: missing, count: 2 * AlternateClass.allCases.count)
  }

  /// Adds the missing genotypes of a record.
  mutating func addMissing(_ planes: borrowing GenotypePlanes) {
    missing.add(.missing, of: planes)
  }

  /// Adds the genotypes with a record's alternate allele.
  mutating func add(_ planes: borrowing GenotypePlanes, _ change: AlternateClass) {
    counters[2 * change.rawValue].add(.heterozygous, of: planes)
    counters[2 * change.rawValue + 1].add(.alternateHomozygous, of: planes)
  }

  /// Adds what others have counted.
  mutating func merge(_ next: ClassCounters) {
    missing.merge(next.missing)
    for place in counters.indices { counters[place].merge(next.counters[place]) }
  }

  /// Makes the counts readable.
  mutating func flush() {
    missing.flush()
    for place in counters.indices { counters[place].flush() }
  }

  /// A sample's counts.
  func counts(of sample: Int) -> SampleCounts {
    var counts = SampleCounts()
    counts.missing = missing.count(of: sample)
    counts.notReferenceHomozygous = counts.missing
    for change in AlternateClass.allCases {
      let (hets, homs) = genotypes(of: sample, change)
      counts.add(change, heterozygous: hets, homozygous: homs)
    }
    return counts
  }

  /// A sample's heterozygotes and homozygotes of one class.
  func genotypes(of sample: Int, _ change: AlternateClass) -> (hets: Int, homs: Int) {
    let place = 2 * change.rawValue
    return (counters[place].count(of: sample), counters[place + 1].count(of: sample))
  }
}
