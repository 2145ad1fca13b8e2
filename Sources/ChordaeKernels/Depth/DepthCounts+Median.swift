extension DepthCounts {
  /// The median with the depths of equal bases spread evenly over half a read to either side, so
  /// that it tells 1.3 from 0.8 where the plain median says 1: the median of grouped data.
  ///
  /// - Parameter open: Bases of depth 0 that are left out, such as those that no read can lie on.
  /// - Returns: The median, at least 0; nil without bases.
  public func interpolatedMedian(leavingOut open: Int = 0) -> Double? {
    let zeros = min(open, entries.first.map { $0.depth == 0 ? $0.bases : 0 } ?? 0)
    let half = Double(length - zeros) / 2
    guard half > 0 else { return nil }
    var below = 0.0
    for entry in entries {
      let bases = Double(entry.depth == 0 ? entry.bases - zeros : entry.bases)
      if bases > 0, below + bases >= half {
        return max(0, Double(entry.depth) - 0.5 + (half - below) / bases)
      }
      below += bases
    }
    return nil
  }

  /// The counts without the bases of others, which must be among them.
  public func subtracting(_ other: DepthCounts) -> DepthCounts {
    var counts = self
    counts.add(DepthCounts(other.entries.map { Entry(depth: $0.depth, bases: -$0.bases) }))
    precondition(counts.entries.allSatisfy { $0.bases > 0 }, "more bases than there are")
    return counts
  }
}
