import ChordaeKernels
import ChordaeTestSupport
import Testing

@Test(arguments: 1...20)
func `merged intervals cover what the intervals do, and none touches another`(seed: Int) {
  var generator = SeededGenerator(seed: UInt64(seed))
  let intervals = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
    let start = Int.random(in: 0..<300, using: &generator)
    let range = start..<start + Int.random(in: 0...12, using: &generator)
    return (contig: Int.random(in: 0..<3, using: &generator), range: range)
  }
  let merged = MergedIntervals(intervals)
  var covered = Array(repeating: [Bool](repeating: false, count: 320), count: 3)
  for interval in intervals { for p in interval.range { covered[interval.contig][p] = true } }
  #expect(merged.baseCount == covered.joined().count { $0 })
  #expect(merged.count == (0..<3).reduce(0) { $0 + merged[$1].count })
  #expect(merged.contigs == (0..<3).filter { covered[$0].contains(true) })
  for contig in 0..<3 {
    var ours = [Bool](repeating: false, count: 320)
    for range in merged[contig] { for p in range { ours[p] = true } }
    #expect(ours == covered[contig])
    #expect(
      zip(merged[contig], merged[contig].dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
  }
}

@Test func `no intervals and empty intervals cover nothing`() {
  #expect(MergedIntervals([]) == MergedIntervals())
  let empty = MergedIntervals([(contig: 0, range: 5..<5)])
  #expect(empty.count == 0 && empty.baseCount == 0 && empty.contigs.isEmpty && empty[0].isEmpty)
}
