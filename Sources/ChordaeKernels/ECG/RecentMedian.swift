/// The median of the last few values: what an adaptive threshold follows without being led astray
/// by a single artefact.
struct RecentMedian {
  private let capacity: Int
  private var recent: [Double] = []
  private var ordered: [Double] = []
  private var oldest = 0

  /// A median of the last `capacity` values.
  init(capacity: Int) {
    self.capacity = capacity
    recent.reserveCapacity(capacity)
    ordered.reserveCapacity(capacity)
  }

  /// How many values it rests on, at most its capacity.
  var count: Int { recent.count }

  /// The upper median; zero before the first value.
  var value: Double { ordered.isEmpty ? 0 : ordered[ordered.count / 2] }

  /// Takes in a value, in place of the oldest where it is full.
  mutating func push(_ value: Double) {
    if recent.count < capacity {
      recent.append(value)
    } else {
      if let place = ordered.firstIndex(of: recent[oldest]) { ordered.remove(at: place) }
      recent[oldest] = value
      oldest = (oldest + 1) % capacity
    }
    ordered.insert(value, at: ordered.firstIndex { $0 > value } ?? ordered.count)
  }
}
