internal import ChordaeCore

/// The depths of each sample, summed over the records where it has one.
struct DepthSums {
  private var depths: [Depth]

  /// Sums at zero.
  init(sampleCount: Int) {
    depths = Array(repeating: Depth(), count: sampleCount)
  }

  /// Adds the depths of a record, which start at a place of the column.
  mutating func add(_ column: Span<Int32>, from start: Int) {
    if depths.count == 1 { return depths[0].add(column[start]) }
    let column = column.extracting(start..<start + depths.count)
    var depths = depths.mutableSpan
    for sample in column.indices {
      depths[sample].add(column[sample])
    }
  }

  /// Adds those of the records that follow.
  mutating func merge(_ next: DepthSums) {
    for sample in depths.indices { depths[sample].add(next.depths[sample]) }
  }

  /// A sample's depths.
  func sum(of sample: Int) -> Depth { depths[sample] }

  /// A sum of depths and how many they are.
  struct Depth {
    fileprivate(set) var sum: Int64 = 0
    fileprivate(set) var count: Int64 = 0

    @inline(__always)
    mutating func add(_ depth: Int32) {
      let isThere: Int64 = depth == VariantBatch.missingDepth ? 0 : 1
      sum &+= Int64(depth) &* isThere
      count &+= isThere
    }

    mutating func add(_ other: Depth) {
      sum &+= other.sum
      count += other.count
    }

    /// The mean, nil without depths: in single precision and of an unsigned sum, as the peer divides,
    /// so that both print the same digits.
    var mean: Double? {
      count == 0 ? nil : Double(Float(UInt64(bitPattern: sum)) / Float(count))
    }
  }
}
