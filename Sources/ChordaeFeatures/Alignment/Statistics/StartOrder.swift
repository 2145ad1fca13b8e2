internal import ChordaeCore

/// Whether records come in the order of their starts within each contig, as `samtools stats` asks
/// it: contigs themselves may come in any order.
struct StartOrder: Sendable {
  private var firstContig = Int32.min
  private var firstStart = 0
  private var lastContig = Int32.min
  private var lastStart = 0
  private var isKept = true

  /// Takes in the next record.
  @inline(__always)
  mutating func add(contig: Int32, start: Int) {
    if contig == lastContig, start < lastStart { isKept = false }
    if firstContig == Int32.min { (firstContig, firstStart) = (contig, start) }
    lastContig = contig
    lastStart = start
  }

  /// Takes in the records that follow.
  mutating func merge(_ next: StartOrder) {
    guard next.firstContig != Int32.min else { return }
    guard firstContig != Int32.min else { return self = next }
    if next.firstContig == lastContig, next.firstStart < lastStart { isKept = false }
    isKept = isKept && next.isKept
    lastContig = next.lastContig
    lastStart = next.lastStart
  }

  /// Whether all records of the file came in order.
  ///
  /// The peer starts out as if a record without contig had stood at 0, so that a first record that
  /// is mapped but has no place comes too early.
  var isSorted: Bool { isKept && !(firstContig == -1 && firstStart < 0) }
}
