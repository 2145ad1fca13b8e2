/// Counts of the samples in rows, of which only those that hold something take memory.
struct BurdenCounts: Sendable {
  private let sampleCount: Int
  /// Where a row starts among the counts; -1 where all its counts are 0.
  private var starts: [Int]
  private var counts: [UInt32] = []

  /// Rows of zeros.
  init(rows: Int, sampleCount: Int) {
    self.sampleCount = sampleCount
    starts = [Int](repeating: -1, count: rows)
  }

  /// The count of one sample.
  subscript(row: Int, sample: Int) -> Int {
    starts[row] < 0 ? 0 : Int(counts[starts[row] + sample])
  }

  /// Adds copies of an allele to those who carry it.
  mutating func add(_ carriers: Carriers, to row: Int) {
    guard !carriers.samples.isEmpty else { return }
    let start = begin(row)
    for (sample, copies) in zip(carriers.samples, carriers.copies) {
      counts[start + Int(sample)] &+= UInt32(copies)
    }
  }

  /// Adds one to each of some samples.
  mutating func addOne(to row: Int, samples: [Int32]) {
    guard !samples.isEmpty else { return }
    let start = begin(row)
    for sample in samples { counts[start + Int(sample)] &+= 1 }
  }

  /// Adds the counts of the part that follows.
  mutating func merge(_ next: BurdenCounts) {
    for row in starts.indices where next.starts[row] >= 0 {
      let (start, other) = (begin(row), next.starts[row])
      for sample in 0..<sampleCount { counts[start + sample] &+= next.counts[other + sample] }
    }
  }

  private mutating func begin(_ row: Int) -> Int {
    if starts[row] < 0 {
      starts[row] = counts.count
      counts.append(contentsOf: repeatElement(0, count: sampleCount))
    }
    return starts[row]
  }
}
