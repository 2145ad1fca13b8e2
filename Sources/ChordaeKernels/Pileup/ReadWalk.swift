internal import ChordaeCore

/// A walk over the CIGAR of one read, operation by operation.
///
/// Operations of no length are passed over.
struct ReadWalk {
  /// An insertion or a deletion that follows an operation.
  enum Change {
    case insertion
    case deletion(Int)
  }

  private(set) var operation = CigarOperation(rawValue: 0)
  /// The keys of the operation's first position and past its last one.
  private(set) var operationStart: Int
  private(set) var operationEnd: Int
  /// The base of the read at the operation's start; for a gap the next base.
  private(set) var base = 0
  /// The key past the read's last position.
  let endKey: Int
  let isReverse: Bool
  let baseCount: Int
  let basesStart: Int
  let qualityStart: Int
  private var byte: Int
  private let endByte: Int

  /// A walk before the first operation.
  init(_ record: AlignmentRecord) {
    let contig = Int(record.contig)
    operationStart = SitePositions.key(contig: contig, position: record.start)
    operationEnd = operationStart
    endKey = SitePositions.key(contig: contig, position: record.end)
    isReverse = record.flags.contains(.reverse)
    baseCount = Int(record.baseCount)
    byte = record.cigarByte
    endByte = byte + 4 * Int(record.cigarCount)
    basesStart = record.baseBytes.lowerBound
    qualityStart = record.qualityBytes.lowerBound
  }

  /// Goes on to the next operation; false behind the last.
  @inline(__always)
  mutating func next(in bytes: RawSpan) -> Bool {
    if operation.consumesRead { base += operation.length }
    guard byte < endByte else { return false }
    operation = CigarOperation(rawValue: bytes.word(at: byte))
    byte += 4
    operationStart = operationEnd
    if operation.consumesReference { operationEnd += operation.length }
    return true
  }

  /// The insertion or deletion right after the operation, pads before an insertion passed over; nil
  /// where none is.
  func changeAfter(in bytes: RawSpan) -> Change? {
    guard byte < endByte else { return nil }
    let following = CigarOperation(rawValue: bytes.word(at: byte))
    switch following.rawValue & 15 {
    case Self.deletion: return following.length > 0 ? .deletion(following.length) : nil
    case Self.insertion: return following.length > 0 ? .insertion : nil
    case Self.pad: return insertedCount(in: bytes) > 0 ? .insertion : nil
    default: return nil
    }
  }

  /// Whether what follows a base is an allele: a deletion of as many bases, or an insertion of the
  /// same bases that no deletion follows.
  func shows(_ allele: IndelAllele, _ change: Change, _ bytes: RawSpan) -> Bool {
    switch change {
    case .deletion(let count): return count == allele.deletedCount
    case .insertion:
      let count = insertedCount(in: bytes)
      guard count == allele.inserted.count, !deletionFollowsInsertion(in: bytes) else {
        return false
      }
      let start = base + operation.length
      guard start + count <= baseCount else { return false }
      return allele.inserted.indices.allSatisfy { index in
        let place = start + index
        let pair = bytes.byte(at: basesStart + place >> 1)
        return PackedBases.letter(place & 1 == 0 ? pair >> 4 : pair & 15) == allele.inserted[index]
      }
    }
  }

  private static let insertion: UInt32 = 1
  private static let deletion: UInt32 = 2
  private static let pad: UInt32 = 6

  /// Bases of the insertions that follow, with pads between them.
  private func insertedCount(in bytes: RawSpan) -> Int {
    var (count, place) = (0, byte)
    while let next = insertedOrPad(at: place, bytes) {
      if next.rawValue & 15 == Self.insertion { count += next.length }
      place += 4
    }
    return count
  }

  private func deletionFollowsInsertion(in bytes: RawSpan) -> Bool {
    var place = byte
    while insertedOrPad(at: place, bytes) != nil { place += 4 }
    return place < endByte && bytes.word(at: place) & 15 == Self.deletion
  }

  private func insertedOrPad(at place: Int, _ bytes: RawSpan) -> CigarOperation? {
    guard place < endByte else { return nil }
    let next = CigarOperation(rawValue: bytes.word(at: place))
    let code = next.rawValue & 15
    return code == Self.insertion || code == Self.pad ? next : nil
  }
}
