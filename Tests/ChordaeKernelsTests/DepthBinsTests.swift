import ChordaeKernels
import ChordaeTestSupport
import Testing

/// Differences whose running sum stays at or above 0, mostly zeros as in real coverage, some of it
/// deeper than the bins.
private func differences(_ count: Int, _ generator: inout SeededGenerator) -> [Int32] {
  var depth = Int32(0)
  return (0..<count).map { _ in
    guard Int.random(in: 0..<3, using: &generator) == 0 else { return 0 }
    let next = Int32.random(in: 0...(depth % 7 == 0 ? 3_000 : 120), using: &generator)
    defer { depth = next }
    return next - depth
  }
}

private func plainCounts(_ depths: some Sequence<Int32>) -> DepthCounts {
  let counts = depths.reduce(into: [Int32: Int]()) { $0[$1, default: 0] += 1 }
  return DepthCounts(counts.map { DepthCounts.Entry(depth: $0.key, bases: $0.value) })
}

@Test(arguments: 0...70)
func `both forms of the depth bins count the plain running sum`(count: Int) {
  var generator = SeededGenerator(seed: UInt64(count) + 1)
  for offset in 0..<18 {
    let input = differences(count + offset, &generator)
    let carry = Int32.random(in: 0...60, using: &generator)
    var depths: [Int32] = []
    var depth = carry
    for index in offset..<input.count {
      depth += input[index]
      depths.append(depth)
    }
    for form in DepthBins.Form.allCases {
      var values = input
      var bins = DepthBins()
      var span = values.mutableSpan
      let last = bins.add(differences: &span, in: offset..<input.count, carry: carry, form: form)
      #expect(last == depth)
      #expect(bins.take() == plainCounts(depths))
      #expect(values == Array(input[..<offset]) + [Int32](repeating: 0, count: count))
      #expect(bins.take() == DepthCounts())
    }
  }
}

@Test func `long stretches of differences go through in pieces`() {
  var generator = SeededGenerator(seed: 3)
  let input = differences(100_003, &generator)
  let depths = input.reduce(into: [Int32]()) { $0.append(($0.last ?? 0) + $1) }
  for form in DepthBins.Form.allCases {
    var values = input
    var bins = DepthBins()
    var span = values.mutableSpan
    #expect(
      bins.add(differences: &span, in: 0..<input.count, carry: 0, form: form) == depths.last)
    #expect(bins.take() == plainCounts(depths))
  }
}

@Test func `a run of one depth counts as so many single bases`() {
  for depth: Int32 in [0, 1, 4, 1_023, 1_024, 2_000_000] {
    var bins = DepthBins()
    bins.add(depth: depth, bases: 321)
    #expect(bins.take() == plainCounts(repeatElement(depth, count: 321)))
  }
}

@Test func `depth counts give sums, ranks and merges as the sorted bases do`() {
  var generator = SeededGenerator(seed: 5)
  let first = (0..<997).map { _ in Int32.random(in: 0...40, using: &generator) }
  let second = (0..<500).map { _ in Int32.random(in: 20...90, using: &generator) }
  var counts = plainCounts(first)
  counts.add(plainCounts(second))
  let all = (first + second).sorted()
  #expect(counts == plainCounts(all))
  #expect(counts.length == all.count && counts.sum == all.reduce(0) { $0 + Int($1) })
  for rank in [1, 2, 300, 749, 1_497] { #expect(counts.depth(ofRank: rank) == Int(all[rank - 1])) }
  #expect(counts.depth(ofRank: 1_498) == nil)
  #expect(counts.median == Int(all[Int(0.5 + 0.5 * 1_497) - 1]))
  #expect(counts.bases(atLeast: 33) == all.count { $0 >= 33 })
  let filled = plainCounts([0, 3, 3]).filled(to: 10)
  #expect(filled == plainCounts([0, 0, 0, 0, 0, 0, 0, 0, 3, 3]))
}
