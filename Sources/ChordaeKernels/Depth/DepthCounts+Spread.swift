extension DepthCounts {
  /// The greatest depth that so many percent of the bases reach; nil without bases.
  public func depth(reachedByPercent percent: Int) -> Int? {
    let wanted = percent * length
    var reached = 0
    for entry in entries.reversed() {
      reached += entry.bases
      if reached * 100 >= wanted { return Int(entry.depth) }
    }
    return nil
  }

  /// The median of the bases' distances from their median, both as `median` has it.
  public var medianAbsoluteDeviation: Int? {
    median.flatMap { deviations(fromTwice: 2 * $0).median }.map { $0 / 2 }
  }

  /// The mean of the two middle depths, which are one where the bases are odd in number.
  public var middleMean: Double? {
    twiceMiddle.map { Double($0) / 2 }
  }

  /// The mean of the two middle distances from the mean of the two middle depths.
  public var middleMeanAbsoluteDeviation: Double? {
    twiceMiddle.flatMap { deviations(fromTwice: $0).twiceMiddle }.map { Double($0) / 4 }
  }

  /// The counts with depths above `limit` as if they were `limit`.
  public func capped(at limit: Int32) -> DepthCounts {
    let above = entries.reduce(0) { $1.depth >= limit ? $0 + $1.bases : $0 }
    let capped = above > 0 ? [Entry(depth: limit, bases: above)] : []
    return DepthCounts(entries.filter { $0.depth < limit } + capped)
  }

  private var twiceMiddle: Int? {
    let length = length
    guard let low = depth(ofRank: (length + 1) / 2), let high = depth(ofRank: length / 2 + 1)
    else { return nil }
    return low + high
  }

  /// Bases by twice their distance from half of `centre`.
  private func deviations(fromTwice centre: Int) -> DepthCounts {
    let bases = entries.reduce(into: [Int32: Int]()) { sum, entry in
      sum[Int32(abs(2 * Int(entry.depth) - centre)), default: 0] += entry.bases
    }
    return DepthCounts(bases.map { Entry(depth: $0.key, bases: $0.value) })
  }
}
