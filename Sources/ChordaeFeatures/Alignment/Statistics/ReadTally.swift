internal import ChordaeCore

/// Counts of the records that have a sequence, kept by their flags, on which all of the group's
/// figures depend.
struct ReadTally: Sendable {
  /// What is counted of the records with the same flags: one cache line.
  struct Row: Sendable {
    var reads = 0
    var bases = 0
    /// Summed base qualities; 255 for each base that has none, as BAM holds them.
    var qualities = 0
    /// Summed edit distances (NM).
    var mismatches = 0
    /// Bases that M, I, = and X span.
    var alignedBases = 0
    /// Reads of mapping quality 0.
    var unsureReads = 0
    /// Reads whose mate lies on another contig.
    var readsWithMateElsewhere = 0
    /// The longest read, hard-clipped bases included.
    var longest = 0
  }

  /// A row for each combination of the twelve flags.
  private var rows = [Row](repeating: Row(), count: 1 << 12)

  /// The row of some flags.
  @inline(__always)
  subscript(flags: AlignmentFlags) -> Row {
    get { rows[Int(flags.rawValue & 0xFFF)] }
    _modify { yield &rows[Int(flags.rawValue & 0xFFF)] }
  }

  /// Adds the counts of the chunk that follows.
  mutating func merge(_ next: ReadTally) {
    for place in rows.indices where next.rows[place].reads > 0 {
      let row = next.rows[place]
      rows[place].reads += row.reads
      rows[place].bases += row.bases
      rows[place].qualities += row.qualities
      rows[place].mismatches += row.mismatches
      rows[place].alignedBases += row.alignedBases
      rows[place].unsureReads += row.unsureReads
      rows[place].readsWithMateElsewhere += row.readsWithMateElsewhere
      rows[place].longest = max(rows[place].longest, row.longest)
    }
  }

  /// The rows that count anything, with their flags.
  var occupied: [(flags: AlignmentFlags, row: Row)] {
    rows.indices.filter { rows[$0].reads > 0 }.map {
      (AlignmentFlags(rawValue: UInt16($0)), rows[$0])
    }
  }
}

extension AlignmentFlags {
  /// Which read of its template a record is.
  enum ReadOrder: Int, CaseIterable, Sendable {
    case first, last
    /// Of a pair, but neither its first nor its last read, or both.
    case other
  }

  /// Which read of its template it is; reads that are not of a pair are first reads.
  var readOrder: ReadOrder {
    guard contains(.paired) else { return .first }
    return contains(.read1) == contains(.read2) ? .other : contains(.read1) ? .first : .last
  }

  /// Neither secondary nor supplementary.
  var isOriginal: Bool { isDisjoint(with: [.secondary, .supplementary]) }

  /// Mapped, neither secondary nor supplementary.
  var isOriginalMapped: Bool { isOriginal && !contains(.unmapped) }

  /// As above, of a pair whose mates are both mapped.
  var isOriginalMappedPair: Bool {
    isOriginal && contains(.paired) && isDisjoint(with: [.unmapped, .mateUnmapped])
  }
}
