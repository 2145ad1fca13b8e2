public import ChordaeCore

/// Counts of reads by their flags, as `samtools flagstat` counts them.
///
/// A record's counters follow from its flags, from whether its mate lies on another contig and from
/// whether its mapping quality is at least 5; so records are counted by these alone, and the
/// counters are summed up at the end.
public struct Flagstat: AlignmentFeature {
  private static let mateElsewhere = 1 << 12
  private static let mapsWell = 1 << 13

  private var counts = [Int](repeating: 0, count: 1 << 14)

  public static let fields: AlignmentFields = []

  /// A count before the first record.
  public init(_ context: AlignmentContext) {}

  /// Takes in the next records.
  public mutating func consume(_ batch: borrowing AlignmentBatch) {
    for record in batch.owned {
      var kind = Int(record.flags.rawValue & 0xFFF)
      if record.contig != record.mateContig { kind |= Self.mateElsewhere }
      if record.mappingQuality >= 5 { kind |= Self.mapsWell }
      counts[kind] += 1
    }
  }

  /// Adds the counts of the chunk that follows.
  public mutating func merge(_ next: Flagstat) {
    for kind in counts.indices { counts[kind] += next.counts[kind] }
  }

  /// Gives the counters of reads that pass quality checks, then those of reads that fail them.
  public func finish(_ alignment: PreparedAlignment, into output: inout FeatureOutput) {
    let seen = counts.indices.filter { counts[$0] > 0 }
    for failed in [false, true] {
      for counter in Self.counters {
        output.append(
          sum(over: seen) {
            $0.flags.contains(.failsQuality) == failed && counter.includes($0)
          })
      }
    }
  }

  private func sum(over kinds: [Int], where includes: (Kind) -> Bool) -> Int {
    kinds.reduce(0) { includes(Kind($1)) ? $0 + counts[$1] : $0 }
  }
}

extension Flagstat {
  /// What the counters need to know of a record.
  struct Kind {
    let flags: AlignmentFlags
    let mateElsewhere: Bool
    let mapsWell: Bool

    init(_ index: Int) {
      flags = AlignmentFlags(rawValue: UInt16(index & 0xFFF))
      mateElsewhere = index & Flagstat.mateElsewhere != 0
      mapsWell = index & Flagstat.mapsWell != 0
    }

    var isPrimary: Bool { flags.isDisjoint(with: [.secondary, .supplementary]) }
    var isMapped: Bool { !flags.contains(.unmapped) }
    var isPrimaryPaired: Bool { isPrimary && flags.contains(.paired) }
    var isMappedPair: Bool {
      isPrimaryPaired && flags.isDisjoint(with: [.unmapped, .mateUnmapped])
    }
  }

  /// One line of the peer's output.
  struct Counter: Sendable {
    /// The peer's label as a column word.
    let word: String
    let label: String
    let definition: String
    let includes: @Sendable (Kind) -> Bool
  }
}
