internal import ChordaeCore

/// References of records to earlier ones, in a file or in a part of one, whose start may lie between
/// a record and what it refers to.
struct RecordLinks: Sendable {
  /// A record that refers to one before the part.
  struct Open: Sendable {
    let contig: Int32
    /// 0-based positions of the records that it refers to.
    let references: [Int64]
    var alternates: [Alternate]
  }

  /// What is kept of one of its alternates until then.
  struct Alternate: Sendable {
    /// Its change, as `12A>T`.
    let change: [UInt8]
    var consequence: AlleleConsequence
    let carriers: Carriers
    let frequency: Double?
  }

  private var first: (contig: Int32, position: Int64)?
  private(set) var lastContig: Int32 = -1
  private(set) var open: [Open] = []

  /// Takes in where the next record stands; whether its contig is another than the last one's.
  mutating func begin(contig: Int32, position: Int64) -> Bool {
    if first == nil { first = (contig, position) }
    defer { lastContig = contig }
    return contig != lastContig
  }

  /// Whether a position lies before the part, on the contig on which it starts.
  func liesBefore(contig: Int32, position: Int64) -> Bool {
    first.map { $0.contig == contig && position < $0.position } ?? false
  }

  /// Keeps a record for the part before.
  mutating func keep(_ record: Open) { open.append(record) }

  /// Gives the records that are kept, and keeps them no longer.
  mutating func takeOpen() -> [Open] {
    defer { open = [] }
    return open
  }

  /// Goes on to the end of the part that follows; whether it ends on the same contig.
  mutating func merge(_ next: RecordLinks) -> Bool {
    guard let nextFirst = next.first else { return true }
    if first == nil { first = nextFirst }
    defer { lastContig = next.lastContig }
    return lastContig == next.lastContig
  }
}

extension RecordLinks.Open {
  /// Takes in what the part before prints for its changes; whether it prints anything.
  mutating func resolve(_ compounds: CompoundConsequences) -> Bool {
    var isFound = false
    for place in alternates.indices {
      for reference in references {
        for entry in compounds.entries(at: reference, with: alternates[place].change) {
          alternates[place].consequence.take(entry.verdict, isConfident: true, gene: entry.gene)
          isFound = true
        }
      }
    }
    return isFound
  }
}
