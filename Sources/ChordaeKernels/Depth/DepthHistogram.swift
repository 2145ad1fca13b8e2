/// The depths of a region's bases: how many bases have each.
struct DepthHistogram {
  /// Depths below this are counted in an array, the few above in a dictionary.
  private static let denseLimit = 1_024

  private let length: Int
  private var dense: [Int] = []
  private var deep: [Int32: Int] = [:]
  /// Summed as mosdepth does, base by base, so that ties round as they do there.
  private var mean = 0.0

  init(length: Int) {
    self.length = length
  }

  mutating func add(depth: Int32, bases: Int = 1) {
    count(depth, bases)
    guard depth > 0 else { return }
    let share = Double(depth) / Double(length)
    for _ in 0..<bases { mean += share }
  }

  private mutating func count(_ depth: Int32, _ bases: Int) {
    guard bases > 0 else { return }
    if depth < Self.denseLimit {
      while dense.count <= depth { dense.append(0) }
      dense[Int(depth)] += bases
    } else {
      deep[depth, default: 0] += bases
    }
  }

  /// The figures of a region whose bases have all been counted.
  func summary(thresholds: [Int32]) -> RegionDepth {
    let counts = ascending
    var cumulative = 0
    let middle = Int(0.5 + 0.5 * Double(length))
    let median = counts.first { entry in
      cumulative += entry.bases
      return cumulative >= middle
    }
    return RegionDepth(
      length: length, mean: length > 0 ? mean : nil, median: median.map { Int($0.depth) },
      minimum: counts.first.map { Int($0.depth) },
      basesAtLeast: thresholds.map { threshold in
        counts.reduce(0) { $1.depth >= threshold ? $0 + $1.bases : $0 }
      })
  }

  private var ascending: [(depth: Int32, bases: Int)] {
    let low = dense.indices.filter { dense[$0] > 0 }.map { (depth: Int32($0), bases: dense[$0]) }
    return low + deep.sorted { $0.key < $1.key }.map { (depth: $0.key, bases: $0.value) }
  }
}
