/// How many pairs have each insert size, and what follows from it.
public struct InsertSizeCounts: Sendable, Equatable {
  /// The share of pairs that `samtools stats` takes for the main bulk: 0.99 as a float32.
  private static let bulk = Double(Float(0.99))

  /// Pairs of each size from 0 on.
  public let pairs: [Int]

  /// Counts of each size from 0 on.
  public init(_ pairs: [Int]) { self.pairs = pairs }

  /// Mean and standard deviation.
  public struct Moments: Sendable, Equatable {
    public let mean: Double
    public let standardDeviation: Double
  }

  /// Pairs of all sizes.
  public var count: Int { pairs.reduce(0, +) }

  /// Mean and standard deviation of the main bulk as `samtools stats` has them; nil without pairs.
  ///
  /// The bulk is the least sizes that hold more than 99 % of the pairs. Pairs of size 0 count in the
  /// mean and in the number of pairs, but not in the squared deviations. The sums are taken in the
  /// peer's order, so that they print as its own.
  public var bulkMoments: Moments? {
    guard count > 0 else { return nil }
    let end = bulkEnd
    let bulk = pairs[..<end]
    let total = Double(bulk.reduce(0, +))
    let mean = Double(bulk.indices.reduce(0) { $0 + $1 * bulk[$1] }) / total
    var variance = 0.0
    for size in 1..<max(1, end) {
      variance += Double(pairs[size]) * (Double(size) - mean) * (Double(size) - mean) / total
    }
    return Moments(mean: mean, standardDeviation: variance.squareRoot())
  }

  /// Past the greatest size of the main bulk.
  private var bulkEnd: Int {
    let total = Double(count)
    var cumulative = 0
    for size in pairs.indices {
      cumulative += pairs[size]
      if Double(cumulative) / total > Self.bulk { return size + 1 }
    }
    return 0
  }

  /// Mean and standard deviation of all pairs that have a size; nil without such pairs.
  public var moments: Moments? {
    let sized = count - (pairs.first ?? 0)
    guard sized > 0 else { return nil }
    let mean = Double(pairs.indices.reduce(0) { $0 + $1 * pairs[$1] }) / Double(sized)
    let squares = pairs.indices.dropFirst().reduce(0.0) {
      $0 + Double(pairs[$1]) * (Double($1) - mean) * (Double($1) - mean)
    }
    return Moments(mean: mean, standardDeviation: (squares / Double(sized)).squareRoot())
  }

  /// The median of all pairs that have a size; of an even number the mean of the middle two; nil
  /// without such pairs.
  public var median: Double? {
    Self.median(pairs.indices.dropFirst().map { (twice: 2 * $0, count: pairs[$0]) })
  }

  /// The median of the distances from the median, not scaled; nil without pairs that have a size.
  public var medianAbsoluteDeviation: Double? {
    guard let median else { return nil }
    let twice = Int(2 * median)
    let distances = pairs.indices.dropFirst().map {
      (twice: abs(2 * $0 - twice), count: pairs[$0])
    }
    return Self.median(distances.sorted { $0.twice < $1.twice })
  }

  /// The median of ascending values, each doubled so that halves are whole, with their counts.
  private static func median(_ values: [(twice: Int, count: Int)]) -> Double? {
    let total = values.reduce(0) { $0 + $1.count }
    guard total > 0 else { return nil }
    let (low, high) = ((total - 1) / 2, total / 2)
    var cumulative = 0
    var sum = 0
    for value in values {
      let ranks = cumulative..<cumulative + value.count
      if ranks.contains(low) { sum += value.twice }
      if ranks.contains(high) { sum += value.twice }
      cumulative += value.count
    }
    return Double(sum) / 4
  }
}
