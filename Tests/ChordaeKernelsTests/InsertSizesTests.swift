import ChordaeKernels
import ChordaeTestSupport
import Testing

private func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

@Test(arguments: 1...60)
func `median, deviation and moments are those of the sizes written out`(seed: Int) {
  var generator = SeededGenerator(seed: UInt64(seed))
  let greatest = [3, 400, 8_000][seed % 3]
  let sizes = (0..<seed).map { _ in Int.random(in: 1...greatest, using: &generator) }
  var counts = [Int](repeating: 0, count: InsertSizes.longest + 1)
  for size in sizes { counts[size] += 1 }
  // Pairs of size 0 have no size.
  counts[0] = seed % 5
  let pairs = InsertSizeCounts(counts)
  let values = sizes.map(Double.init)
  let middle = median(values)
  #expect(pairs.median == middle)
  #expect(pairs.medianAbsoluteDeviation == median(values.map { abs($0 - middle) }))
  let mean = values.reduce(0, +) / Double(seed)
  let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(seed)
  #expect(abs((pairs.moments?.mean ?? -1) - mean) < 1e-9 * mean)
  #expect(abs((pairs.moments?.standardDeviation ?? -1) - variance.squareRoot()) < 1e-6)
}

@Test func `pairs of no size leave the figures of sizes unknown`() {
  var counts = [Int](repeating: 0, count: 5)
  for zeros in [0, 3] {
    counts[0] = zeros
    let pairs = InsertSizeCounts(counts)
    #expect(pairs.median == nil && pairs.medianAbsoluteDeviation == nil && pairs.moments == nil)
  }
  #expect(InsertSizeCounts([0, 0]).bulkMoments == nil)
  #expect(InsertSizeCounts([2, 0]).bulkMoments?.mean == 0)
}

@Test func `reads of a size are halved, and long templates stand together`() {
  var sizes = InsertSizes()
  for _ in 0..<5 { sizes.add(templateLength: -300, .inward) }
  for length in [8_000, -8_001, Int.max, Int.min] { sizes.add(templateLength: length, .outward) }
  sizes.add(templateLength: 0, .other)
  var twice = sizes
  twice.merge(sizes)
  #expect(sizes.pairs(.inward)[300] == 2 && twice.pairs(.inward)[300] == 5)
  #expect(sizes.pairs(.outward)[8_000] == 2 && twice.pairs(.outward)[8_000] == 4)
  #expect(sizes.pairs(.other)[0] == 0 && twice.pairs(.other)[0] == 1)
  #expect(sizes.pairs.count == 4 && twice.pairs.count == 10)
}
