/// The depths of a region's bases: how many bases have each.
///
/// Its memory serves one region after the other.
struct DepthHistogram {
  /// Depths below this are counted in an array, the few above in a dictionary.
  private static let denseLimit = 1_024

  private var length = 0
  private var dense: [Int] = []
  private var deep: [Int32: Int] = [:]
  /// Summed as mosdepth does, base by base, so that ties round as they do there.
  private var mean = 0.0

  /// Starts a region of so many bases from nothing.
  mutating func begin(length: Int) {
    self.length = length
    dense.removeAll(keepingCapacity: true)
    if !deep.isEmpty { deep.removeAll() }
    mean = 0
  }

  mutating func add(depth: Int32, bases: Int = 1) {
    count(depth, bases)
    guard depth > 0 else { return }
    let share = Double(depth) / Double(length)
    for _ in 0..<bases { mean += share }
  }

  private mutating func count(_ depth: Int32, _ bases: Int) {
    guard bases > 0 else { return }
    if depth >= 0, depth < Self.denseLimit {
      while dense.count <= depth { dense.append(0) }
      dense[Int(depth)] += bases
    } else {
      deep[depth, default: 0] += bases
    }
  }

  /// The figures of a region whose bases have all been counted.
  func summary(thresholds: [Int32]) -> RegionDepth {
    let low = dense.indices.map { DepthCounts.Entry(depth: Int32($0), bases: dense[$0]) }
    let high = deep.map { DepthCounts.Entry(depth: $0.key, bases: $0.value) }
    let counts = DepthCounts(low + high)
    return RegionDepth(
      length: length, sum: counts.sum, mean: length > 0 ? mean : nil, median: counts.median,
      minimum: counts.minimum, basesAtLeast: thresholds.map { counts.bases(atLeast: $0) })
  }
}
