import ChordaeKernels
import ChordaeTestSupport
import Testing

@Test(arguments: [1, 2, 254, 255, 256, 257, 511, 600, 1_100])
func `bit columns are counted as one by one`(planeCount: Int) {
  var random = SeededGenerator(seed: UInt64(planeCount))
  for wordCount in 0...3 {
    var first = BitColumnCounts(wordCount: wordCount)
    var second = first
    var expected = [Int](repeating: 0, count: 64 * wordCount)
    for plane in 0..<planeCount {
      // Some bits are nearly always set, so that the carries run through all slices.
      let words = (0..<wordCount).map { _ in random.next() | 0xFF00 | random.next() & 0xFF_FFFF }
      for sample in expected.indices {
        expected[sample] += Int(words[sample / 64] >> UInt64(sample % 64) & 1)
      }
      if plane < planeCount / 2 { first.add(words) } else { second.add(words) }
    }
    first.add(second)
    for sample in expected.indices { #expect(first.count(of: sample) == expected[sample]) }
  }
}

@Test func `counting goes on after a count was asked for`() {
  var counts = BitColumnCounts(wordCount: 1)
  counts.add([5])
  #expect(counts.count(of: 0) == 1 && counts.count(of: 1) == 0 && counts.count(of: 2) == 1)
  counts.add([6])
  #expect(counts.count(of: 0) == 1 && counts.count(of: 1) == 1 && counts.count(of: 2) == 2)
}
