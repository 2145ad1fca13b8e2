internal import ChordaeCore

/// The sizes of the fragments that pairs of reads came from, as `samtools stats` counts them.
///
/// Both reads of a pair count, and half of each count is a pair. Sizes above 8,000 count as 8,000.
struct InsertSizes: Sendable {
  static let limit = 8_000
  /// The share of the pairs, by ascending size, that mean and deviation are taken over; the peer
  /// keeps it in 32 bits.
  static let bulkShare = Double(Float(0.99))

  /// Reads by the orientation of their pair, which the peer halves one by one, and by size.
  private var counts = [Int64](repeating: 0, count: 3 * (limit + 1))

  /// The mean and the standard deviation of the bulk's pairs.
  struct Summary {
    let mean: Double
    let standardDeviation: Double
  }

  /// Takes in a primary record with bases.
  @inline(__always)
  mutating func add(_ record: AlignmentRecord) {
    let flags = record.flags
    guard flags.contains(.paired), flags.isDisjoint(with: [.unmapped, .mateUnmapped]) else {
      return
    }
    let size = Int(min(record.templateLength.magnitude, UInt(Self.limit)))
    guard size > 0 || record.contig == record.mateContig else { return }
    counts[Self.orientation(of: record) * (Self.limit + 1) + size] += 1
  }

  mutating func merge(_ next: InsertSizes) {
    for place in counts.indices { counts[place] += next.counts[place] }
  }

  /// 0 inward, 1 outward, 2 neither.
  @inline(__always)
  private static func orientation(of record: AlignmentRecord) -> Int {
    let isReverse = record.flags.contains(.reverse)
    guard isReverse != record.flags.contains(.mateReverse) else { return 2 }
    let isFirst = record.flags.contains(.read1)
    let shift = record.mateStart - record.start
    let precedes = isFirst ? shift >= 0 : shift <= 0
    return precedes == (isFirst != isReverse) ? 0 : 1
  }

  /// Pairs of each size.
  private var pairs: [Int64] {
    (0...Self.limit).map { size in
      (0..<3).reduce(0) { $0 + counts[$1 * (Self.limit + 1) + size] / 2 }
    }
  }

  /// The figures of the bulk; nil without pairs.
  func summary() -> Summary? {
    let pairs = pairs
    let total = pairs.reduce(0, +)
    guard total > 0 else { return nil }
    var (bulk, sum, end) = (Int64(0), Int64(0), 0)
    for (size, count) in pairs.enumerated() {
      bulk += count
      sum += Int64(size) * count
      end = size + 1
      if Double(bulk) / Double(total) > Self.bulkShare { break }
    }
    let mean = Double(sum) / Double(bulk)
    // Size 0 takes no part in the deviation.
    let squares = pairs[..<end].enumerated().dropFirst().reduce(0.0) { sum, entry in
      let distance = Double(entry.offset) - mean
      return sum + Double(entry.element) * distance * distance / Double(bulk)
    }
    return Summary(mean: mean, standardDeviation: squares.squareRoot())
  }
}
