public import ChordaeCore

/// Counts what reads show at some positions, as `samtools mpileup -B -A -x -q 20 -Q 20 -d 1000000`
/// (samtools 1.16) does.
///
/// Counted are reads that are mapped, primary or supplementary, pass quality checks and are no
/// duplicates; mates that overlap count twice. As with the peer a base without a quality counts (its
/// quality is 255), a read without bases does not, and a deletion goes by the quality of the next
/// base of its read. A base that the file gives as `=` is the position's reference base where that
/// is known.
///
/// Reads come in coordinate order, and one pointer sweeps over the positions: a read that touches
/// none costs one comparison. Memory is 64 bytes a position between the first and the last that a
/// read touched, so that the pileups of the chunks of a file take together what that of the whole
/// file does.
public struct SitePileup: Sendable {
  public let positions: SitePositions
  let rules: PileupRules
  /// The reference base of each position; empty where none is known.
  let references: [UInt8]
  let indels: [IndelAllele]
  /// The first position that the next read may touch, and its key.
  private var next = 0
  private var nextKey: Int
  /// The position to which the first counts belong.
  private(set) var first = 0
  /// Counts of the positions from `first` on.
  var counts: [UInt32] = []
  var indelCounts: [IndelCounts]

  /// A pileup before the first read.
  ///
  /// - Parameters:
  ///   - positions: Where to count.
  ///   - rules: Which reads and bases count.
  ///   - references: The reference base of each position, as `NucleotideCode` counts; else empty.
  ///   - indels: Insertions and deletions to be counted, by ascending place.
  public init(
    _ positions: SitePositions, rules: PileupRules = PileupRules(), references: [UInt8] = [],
    indels: [IndelAllele] = []
  ) {
    precondition(references.isEmpty || references.count == positions.count)
    self.positions = positions
    self.rules = rules
    self.references = references
    self.indels = indels
    nextKey = positions.keys[0]
    indelCounts = [IndelCounts](repeating: IndelCounts(), count: indels.count)
  }

  /// Takes in the next reads.
  public mutating func consume(_ batch: borrowing AlignmentBatch) {
    guard nextKey < SitePositions.end else { return }
    let bytes = unsafe batch.bytes.span.bytes
    for record in batch.owned
    where SitePositions.key(contig: Int(record.contig), position: record.end) > nextKey {
      take(record, bytes)
    }
  }

  /// Counts a read that reaches past the next position's start.
  private mutating func take(_ record: AlignmentRecord, _ bytes: RawSpan) {
    let start = SitePositions.key(contig: Int(record.contig), position: record.start)
    if nextKey < start {
      advance(to: start)
      let end = SitePositions.key(contig: Int(record.contig), position: record.end)
      guard nextKey < end else { return }
    }
    guard record.flags.isDisjoint(with: PileupRules.skipped), record.baseCount > 0,
      record.mappingQuality >= rules.minimumMappingQuality
    else { return }
    if counts.isEmpty { first = next }
    count(record, from: next, bytes)
  }

  /// Moves the pointer to the first position from a key on: in steps that double, so that many
  /// positions without reads cost little.
  private mutating func advance(to key: Int) {
    let keys = positions.keys
    var step = 1
    while next + step < positions.count, keys[next + step] < key {
      next += step
      step *= 2
    }
    var high = min(next + step, positions.count)
    while next < high {
      let middle = (next + high) / 2
      if keys[middle] < key { next = middle + 1 } else { high = middle }
    }
    nextKey = keys[next]
  }

  /// Adds what the pileup of the chunk that follows has counted.
  public mutating func merge(_ other: SitePileup) {
    precondition(positions.count == other.positions.count && indels.count == other.indels.count)
    for index in indelCounts.indices { indelCounts[index].add(other.indelCounts[index]) }
    guard !other.counts.isEmpty else { return }
    guard !counts.isEmpty else {
      (first, counts) = (other.first, other.counts)
      return
    }
    let width = SiteCounts.width
    if other.first < first {
      counts.insert(contentsOf: repeatElement(0, count: (first - other.first) * width), at: 0)
      first = other.first
    }
    let offset = (other.first - first) * width
    makeRoom(for: offset + other.counts.count)
    for index in other.counts.indices { counts[offset + index] += other.counts[index] }
  }

  mutating func makeRoom(for count: Int) {
    if counts.count < count {
      counts.append(contentsOf: repeatElement(0, count: count - counts.count))
    }
  }

  /// What was counted at a position, by its index.
  public subscript(place: Int) -> SiteCounts {
    let start = (place - first) * SiteCounts.width
    guard start >= 0, start < counts.count else { return SiteCounts() }
    return SiteCounts(counts[start..<start + SiteCounts.width])
  }

  /// What was counted of an insertion or a deletion, by its index.
  public func indel(_ index: Int) -> IndelCounts { indelCounts[index] }
}
