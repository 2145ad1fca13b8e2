import ChordaeCore
internal import ChordaeKernels

/// Heteroplasmies and homoplasmic changes of a mitochondrial genome, from the bases that its reads
/// show at each position.
struct Heteroplasmy: Sendable, Equatable {
  /// Bases (A, C, G, T) that a position needs to be looked at.
  static let minimumDepth = 100
  /// The least share of a second base that makes a heteroplasmy.
  static let minimumShare = 0.10
  /// The share from which a change of the reference is homoplasmic.
  static let homoplasmicShare = 0.95

  /// Positions that are deep enough and not masked.
  private(set) var evaluatedCount = 0
  /// Those whose second base has the least share and is seen on both strands.
  private(set) var heteroplasmicCount = 0
  /// The greatest share of a second base that is seen on both strands.
  private(set) var greatestShare = 0.0
  /// Changes of the reference of at least the least and below the homoplasmic share, and of this.
  private(set) var heteroplasmicChanges = 0
  private(set) var homoplasmicChanges = 0

  /// Looks at every position of a contig; `reference` gives the base at a position.
  init(
    _ pileup: SitePileup, _ contig: MitochondrialContig, reference: (_ position: Int) -> UInt8
  ) {
    let masked = contig.artefacts
    for position in 0..<contig.length where !masked.contains(position) {
      let counts = pileup[position]
      guard counts.fourBases >= Self.minimumDepth else { continue }
      evaluatedCount += 1
      take(secondOf: counts)
      take(changesOf: counts, from: reference(position))
    }
  }

  private mutating func take(secondOf counts: SiteCounts) {
    let kinds: [SiteCounts.Kind] = [.a, .c, .g, .t]
    // Of equal bases the first of the alphabet comes first.
    let ranked = kinds.sorted { (counts.count($1), $0.rawValue) < (counts.count($0), $1.rawValue) }
    let second = ranked[1]
    guard counts.forward(second) > 0, counts.reverse(second) > 0 else { return }
    let share = Double(counts.count(second)) / Double(counts.fourBases)
    greatestShare = max(greatestShare, share)
    if share >= Self.minimumShare { heteroplasmicCount += 1 }
  }

  private mutating func take(changesOf counts: SiteCounts, from reference: UInt8) {
    guard reference < 4 else { return }
    for code in 0..<UInt8(4) where code != reference {
      guard let kind = SiteCounts.Kind.base(code), counts.forward(kind) > 0,
        counts.reverse(kind) > 0
      else { continue }
      let share = Double(counts.count(kind)) / Double(counts.fourBases)
      if share >= Self.homoplasmicShare {
        homoplasmicChanges += 1
      } else if share >= Self.minimumShare {
        heteroplasmicChanges += 1
      }
    }
  }
}
