internal import ChordaeCore
internal import ChordaeKernels

/// Histograms of base qualities, lengths and GC content of primary and non-supplementary reads.
struct ReadDistributions: Sendable {
  /// The bin of base qualities past the greatest that SAM can write, and of bases without any.
  static let qualityBins = 95
  /// The last bin of lengths, which takes all longer reads.
  static let lengthBins = 1_001
  static let lengthPowers = 32
  /// Bins of GC content as `samtools stats` has them.
  static let gcBins = 200
  static let gcPercents = 101

  private static let orders = AlignmentFlags.ReadOrder.allCases.count
  /// Four counts of each quality that take turns, so that a run of one quality does not wait for
  /// the count before.
  private var qualities = [Int](repeating: 0, count: orders * 4 * 256)
  private var lengths = [Int](repeating: 0, count: lengthBins)
  private var powers = [Int](repeating: 0, count: lengthPowers)
  /// Where bins begin to count a read, less where they cease to.
  private var gcChanges = [Int](repeating: 0, count: orders * gcBins)
  private var percents = [Int](repeating: 0, count: gcPercents)

  /// Takes in the next records.
  mutating func consume(_ batch: borrowing AlignmentBatch) {
    let bytes = unsafe batch.bytes.span.bytes
    for record in batch.owned where record.flags.isOriginal && record.baseCount > 0 {
      let order = record.flags.readOrder.rawValue
      addQualities(bytes, record.qualityBytes, order)
      addLength(Int(record.baseCount) + record.cigarLengths(in: bytes).hardClipped)
      addGC(record.gcCount(in: bytes), of: Int(record.baseCount), order)
    }
  }

  /// Adds the counts of the chunk that follows.
  mutating func merge(_ next: ReadDistributions) {
    Self.add(next.qualities, to: &qualities)
    Self.add(next.lengths, to: &lengths)
    Self.add(next.powers, to: &powers)
    Self.add(next.gcChanges, to: &gcChanges)
    Self.add(next.percents, to: &percents)
  }

  /// The lists of the table's columns, in their order.
  func lists(_ insertSizes: InsertSizes) -> [[Int64]] {
    let lists =
      [
        qualityCounts(.first), qualityCounts(.last), lengths, powers, gcCounts(.first),
        gcCounts(.last), percents, insertSizes.pairs.pairs,
      ] + InsertSizes.Orientation.allCases.map { insertSizes.pairs($0) }
    return lists.map { $0.map { Int64($0) } }
  }

  private mutating func addQualities(_ bytes: RawSpan, _ range: Range<Int>, _ order: Int) {
    var turn = order << 10
    for place in range {
      qualities[turn | Int(bytes.byte(at: place))] += 1
      turn = order << 10 | (turn + 256) & 0x300
    }
  }

  private mutating func addLength(_ length: Int) {
    lengths[min(length, Self.lengthBins - 1)] += 1
    powers[Int.bitWidth - 1 - length.leadingZeroBitCount] += 1
  }

  /// As in `samtools stats`, a read counts in the bins between its content and that of a read with
  /// one G or C more: in several bins where it is short, in one or none where it is long.
  private mutating func addGC(_ count: Int, of length: Int, _ order: Int) {
    let last = Self.gcBins - 1
    let bins = count * last / length..<min((count + 1) * last / length, last)
    gcChanges[order * Self.gcBins + bins.lowerBound] += 1
    gcChanges[order * Self.gcBins + bins.upperBound] -= 1
    percents[(200 * count + length) / (2 * length)] += 1
  }

  private func qualityCounts(_ order: AlignmentFlags.ReadOrder) -> [Int] {
    var counts = [Int](repeating: 0, count: Self.qualityBins)
    for place in order.rawValue << 10..<(order.rawValue + 1) << 10 {
      counts[min(place & 0xFF, Self.qualityBins - 1)] += qualities[place]
    }
    return counts
  }

  private func gcCounts(_ order: AlignmentFlags.ReadOrder) -> [Int] {
    var sum = 0
    return gcChanges[order.rawValue * Self.gcBins..<(order.rawValue + 1) * Self.gcBins].map {
      sum += $0
      return sum
    }
  }

  private static func add(_ next: [Int], to counts: inout [Int]) {
    for place in counts.indices { counts[place] += next[place] }
  }
}

extension AlignmentRecord {
  /// Bases of the read that are G or C.
  fileprivate func gcCount(in bytes: RawSpan) -> Int {
    var count = 0
    for place in baseBytes {
      let pair = bytes.byte(at: place)
      count += Self.isGC(pair >> 4) + Self.isGC(pair & 15)
    }
    // The low half of the last byte is no base where their number is odd.
    guard baseCount & 1 == 1, let last = baseBytes.last else { return count }
    return count - Self.isGC(bytes.byte(at: last) & 15)
  }

  /// 1 for C and G (2 and 4 of `=ACMGRSVTWYHKDBN`), 0 for anything else.
  @inline(__always)
  private static func isGC(_ base: UInt8) -> Int { Int(0b1_0100 >> base & 1) }
}
