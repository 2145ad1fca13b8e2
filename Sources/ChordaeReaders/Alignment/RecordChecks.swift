internal import ChordaeCore

/// What every record is held to, whatever the container: its place on its contig and the order that
/// the header claims.
struct RecordChecks {
  private let lengths: [Int]
  private let isCoordinateSorted: Bool
  private(set) var order = SortOrderCheck()
  /// Records seen so far.
  private(set) var count = 0

  init(contigs: [Contig], isCoordinateSorted: Bool) {
    lengths = contigs.map(\.length)
    self.isCoordinateSorted = isCoordinateSorted
  }

  /// What is wrong with a record.
  enum Fault {
    case contig, start, end, order
  }

  /// Takes in the next record; gives what is wrong with it, nil where nothing is.
  @inline(__always)
  mutating func take(contig: Int, start: Int, end: Int, flags: UInt16) -> Fault? {
    count += 1
    if contig >= 0, start < 0 || contig >= lengths.count || end > lengths[contig] {
      if let fault = placeFault(contig, start, end, flags) { return fault }
    }
    if !order.accepts(contig: contig, start: start), isCoordinateSorted { return .order }
    return nil
  }

  /// What is wrong with a place off its contig.
  ///
  /// In a file that does not say it is sorted no depth follows from a place past the contig's end, and
  /// the specification only recommends that such a read be unmapped. Of the place of an unmapped read
  /// nothing may be assumed (SAM specification 1.4, FLAG).
  private func placeFault(_ contig: Int, _ start: Int, _ end: Int, _ flags: UInt16) -> Fault? {
    guard contig < lengths.count else { return .contig }
    guard flags & 4 == 0 else { return nil }
    if start < 0 { return .start }
    return isCoordinateSorted && end > lengths[contig] ? .end : nil
  }
}

/// Holds records to coordinate order: contigs as the header lists them, reads without a contig last.
struct SortOrderCheck {
  private var lastContig = UInt32(0)
  private var lastStart = Int.min

  /// The contig of the last record; nil before the first.
  var contig: Int? { lastStart == Int.min ? nil : Int(Int32(bitPattern: lastContig)) }

  /// Whether a record may follow the one before it.
  @inline(__always)
  mutating func accepts(contig: Int, start: Int) -> Bool {
    // As unsigned, -1 (no contig) is the greatest.
    let place = UInt32(bitPattern: Int32(truncatingIfNeeded: contig))
    let isInOrder = place > lastContig || place == lastContig && start >= lastStart
    lastContig = place
    lastStart = start
    return isInOrder
  }
}
