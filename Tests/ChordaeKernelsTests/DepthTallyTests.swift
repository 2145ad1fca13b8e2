import ChordaeKernels
import ChordaeTestSupport
import Testing

private let thresholds: [Int32] = [1, 5, 10, 15, 20, 30, 50, 100]

/// Differences whose running sum stays at or above 0, mostly zeros as in real coverage.
private func differences(_ count: Int, _ generator: inout SeededGenerator) -> [Int32] {
  var depth = Int32(0)
  return (0..<count).map { _ in
    guard Int.random(in: 0..<3, using: &generator) == 0 else { return 0 }
    let next = Int32.random(in: 0...120, using: &generator)
    defer { depth = next }
    return next - depth
  }
}

@Test(arguments: 0...70)
func `both forms of the depth tally give the plain running sum`(count: Int) {
  var generator = SeededGenerator(seed: UInt64(count) + 1)
  for offset in 0..<18 {
    let input = differences(count + offset, &generator)
    let carry = Int32.random(in: 0...60, using: &generator)
    var expected = input
    var depth = carry
    for index in offset..<input.count {
      depth += input[index]
      expected[index] = depth
    }
    let counts = thresholds.map { t in Int64(expected[offset...].count { $0 >= t }) }
    for form in DepthTally.Form.allCases {
      var values = input
      var tally = DepthTally(thresholds: thresholds)
      var span = values.mutableSpan
      let last = tally.add(
        differences: &span, in: offset..<input.count, carry: carry, form: form)
      #expect(values == expected)
      #expect(last == depth)
      #expect(tally.counts == counts)
      #expect(tally.maximum == max(0, expected[offset...].max() ?? 0))
    }
  }
}

@Test func `a run of one depth counts as so many single bases`() {
  for depth: Int32 in [0, 1, 4, 5, 99, 100, 2_000_000] {
    var run = DepthTally(thresholds: thresholds)
    var single = DepthTally(thresholds: thresholds)
    run.add(depth: depth, bases: 321)
    for _ in 0..<321 { single.add(depth: depth, bases: 1) }
    #expect(run == single)
  }
}

@Test func `the tally sums up over several stretches`() {
  var tally = DepthTally(thresholds: thresholds)
  var values: [Int32] = Array(repeating: 1, count: 64)
  var span = values.mutableSpan
  let last = tally.add(differences: &span, in: 0..<32, carry: 0)
  #expect(tally.add(differences: &span, in: 32..<64, carry: last) == 64)
  #expect(tally.counts == [64, 60, 55, 50, 45, 35, 15, 0])
  #expect(tally.maximum == 64)
}
