/// What depths flow into, stretch by stretch along a contig, each position once and in order.
protocol DepthSink {
  /// Takes in a stretch of one depth.
  mutating func add(depth: Int32, from start: Int, to end: Int)

  /// Takes in a range of differences, whose first position is `start` and whose running sum from
  /// `carry` on is the depth; sets them to zero and gives the last depth.
  mutating func add(
    differences: inout MutableSpan<Int32>, in range: Range<Int>, from start: Int, carry: Int32
  ) -> Int32

  /// Takes in that a second definition gives a base another depth than the one that comes next.
  mutating func correct(depth: Int32, to corrected: Int32)
}

extension DepthSink {
  mutating func correct(depth: Int32, to corrected: Int32) {}
}
