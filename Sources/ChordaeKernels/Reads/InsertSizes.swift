/// How many reads have each insert size, by the orientation of their pairs.
///
/// Both mates of a pair are counted, so a pair is two reads: `samtools stats` halves the reads of
/// each size and orientation and drops what is left over.
@frozen
public struct InsertSizes: Sendable, Equatable {
  /// How the mates of a pair lie to each other.
  @frozen
  public enum Orientation: Int, CaseIterable, Sendable {
    case inward, outward, other
  }

  /// The size that stands for itself and for all longer ones.
  public static let longest = 8_000

  /// Four places a size, the last of them unused.
  @usableFromInline var reads = [Int](repeating: 0, count: 4 * (longest + 1))

  /// No reads.
  public init() {}

  /// Counts a read whose template has this length, of either sign.
  @inlinable
  public mutating func add(templateLength: Int, _ orientation: Orientation) {
    let size = min(templateLength.magnitude, UInt(Self.longest))
    reads[4 * Int(size) + orientation.rawValue] += 1
  }

  /// Adds the reads of other counts.
  public mutating func merge(_ next: InsertSizes) {
    for place in reads.indices { reads[place] += next.reads[place] }
  }

  /// Pairs of each size from 0 on, of one orientation.
  public func pairs(_ orientation: Orientation) -> [Int] {
    stride(from: orientation.rawValue, to: reads.count, by: 4).map { reads[$0] / 2 }
  }

  /// Pairs of each size from 0 on.
  public var pairs: InsertSizeCounts {
    InsertSizeCounts(
      stride(from: 0, to: reads.count, by: 4).map { place in
        Orientation.allCases.reduce(0) { $0 + reads[place + $1.rawValue] / 2 }
      })
  }
}
