import ChordaeKernels
import ChordaeTestSupport
import Testing

private func tally(_ depths: [Int]) -> DepthCounts {
  let bases = depths.reduce(into: [Int32: Int]()) { $0[Int32($1), default: 0] += 1 }
  return DepthCounts(bases.map { DepthCounts.Entry(depth: $0.key, bases: $0.value) })
}

/// The mean of the two middle values, as the schoolbook has it.
private func middle(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

@Test(arguments: 1...60)
func `figures of spread equal those of the sorted depths`(count: Int) {
  var generator = SeededGenerator(seed: UInt64(count))
  let depths = (0..<count).map { _ in
    Int.random(in: 0...(count % 3 == 0 ? 4 : 400), using: &generator)
  }
  let counts = tally(depths)
  let sorted = depths.sorted()
  let median = sorted[max(Int(0.5 + 0.5 * Double(count)), 1) - 1]
  let distances = depths.map { abs($0 - median) }.sorted()
  #expect(counts.medianAbsoluteDeviation == distances[max(Int(0.5 + 0.5 * Double(count)), 1) - 1])
  let centre = middle(depths.map(Double.init))
  #expect(counts.middleMean == centre)
  #expect(counts.middleMeanAbsoluteDeviation == middle(depths.map { abs(Double($0) - centre) }))
  for percent in [1, 50, 80, 100] {
    let reached = (0...400).last { depth in
      100 * depths.count { $0 >= depth } >= percent * count
    }
    #expect(counts.depth(reachedByPercent: percent) == reached)
  }
  let capped = depths.map { min($0, 3) }
  #expect(counts.capped(at: 3) == tally(capped))
}

@Test func `no bases have no figures of spread`() {
  let none = DepthCounts()
  #expect(none.medianAbsoluteDeviation == nil && none.middleMean == nil)
  #expect(none.middleMeanAbsoluteDeviation == nil && none.depth(reachedByPercent: 80) == nil)
  #expect(none.capped(at: 250) == none)
}
