/// Consequences of changes on one haplotype at several records, which `bcftools csq` prints at the
/// first of them; the others refer to it by its position.
struct CompoundConsequences: Sendable {
  /// One transcript's consequence of such changes.
  struct Entry: Sendable {
    /// The changes, as `12A>T+15C>G`.
    let changes: [UInt8]
    let verdict: ConsequenceScale.Verdict
    let gene: Int?
  }

  /// Entries by the 0-based position of the record that prints them.
  private var entries: [Int64: [Entry]] = [:]

  /// Forgets those of another contig.
  mutating func removeAll() { entries.removeAll() }

  /// Keeps the entry of a record.
  mutating func keep(_ entry: Entry, at position: Int64) {
    entries[position, default: []].append(entry)
  }

  /// Those of the record at a position that speak of a change, written as `12A>T`.
  func entries(at position: Int64, with change: [UInt8]) -> [Entry] {
    (entries[position] ?? []).filter { entry in
      entry.changes.split(separator: UInt8(ascii: "+")).contains { $0.elementsEqual(change) }
    }
  }

  /// Takes in those of the following records of the same contig.
  mutating func merge(_ next: CompoundConsequences) {
    entries.merge(next.entries) { $0 + $1 }
  }
}
