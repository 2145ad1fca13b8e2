import ChordaeCore
import ChordaeKernels
import ChordaeTestSupport
import Testing

/// A batch of reads of one length on one contig, in order.
private func batch(_ starts: some Sequence<Int>, length: Int, contig: Int) -> AlignmentBatch {
  var batch = AlignmentBatch()
  for start in starts {
    let first = batch.bytes.count
    batch.bytes += [0x41, 0]
    let word = UInt32(length) << 4
    batch.bytes += (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
    batch.records.append(
      AlignmentRecord(
        contig: Int32(contig), mateContig: -1, start: start, end: start + length, mateStart: -1,
        templateLength: 0, flags: [], mappingQuality: 0, firstByte: Int32(first), nameByteCount: 2,
        cigarCount: 1, baseCount: 0, tagByteCount: 0))
  }
  batch.bytes += [UInt8](repeating: 0, count: AlignmentBatch.padding)
  return batch
}

private func counts(_ depths: some Sequence<Int32>) -> DepthCounts {
  let counts = depths.reduce(into: [Int32: Int]()) { $0[$1, default: 0] += 1 }
  return DepthCounts(counts.map { DepthCounts.Entry(depth: $0.key, bases: $0.value) })
}

private let contigs = [
  Contig(name: "a", length: 300_000), Contig(name: "b", length: 70_001),
  Contig(name: "c", length: 5_000),
]

/// Stretches that begin and end anywhere: at ends of contigs, one behind the other, within a block.
private let stretches = [
  DepthStretch(contig: 0, start: 0, end: 17, index: 0),
  DepthStretch(contig: 0, start: 17, end: 4_096, index: 1),
  DepthStretch(contig: 0, start: 100_003, end: 220_007, index: 2),
  DepthStretch(contig: 0, start: 299_990, end: 300_000, index: 0),
  DepthStretch(contig: 1, start: 0, end: 70_001, index: 3),
  DepthStretch(contig: 1, start: 70_001, end: 70_001, index: 1),
  DepthStretch(contig: 2, start: 1_000, end: 2_000, index: 4),
]

@Test(arguments: [0, 1, 2, 3])
func `stretches take their bases' depths and leave those of the contigs as they are`(
  seed: Int
) throws {
  var generator = SeededGenerator(seed: UInt64(seed))
  let length = seed == 0 ? 1 : 90
  let starts = [20_000, seed == 3 ? 50 : 3_000].map { count in
    (0..<count).map { _ in Int.random(in: 0...69_900, using: &generator) }.sorted()
  }
  let spread = starts[0].map { $0 * (seed % 2 == 0 ? 4 : 1) }
  var (plain, apart) = (
    ReadDepth(contigs: contigs), ReadDepth(contigs: contigs, stretches: stretches)
  )
  for reads in [
    batch(spread, length: length, contig: 0), batch(starts[1], length: length, contig: 1),
  ] {
    plain.consume(reads)
    apart.consume(reads)
  }
  let (expected, found) = (plain.finish(), apart.finish())
  #expect(found.contigs == expected.contigs)
  var depths = contigs.map { [Int32](repeating: 0, count: $0.length) }
  for (contig, starts) in [spread, starts[1]].enumerated() {
    for start in starts { for place in start..<start + length { depths[contig][place] += 1 } }
  }
  for index in 0...4 {
    let parts = stretches.filter { $0.index == index }
    let size = parts.reduce(0) { $0 + $1.end - $1.start }
    let values = parts.flatMap { depths[$0.contig][$0.start..<$0.end] }
    #expect((found.stretches[index] ?? DepthCounts()).filled(to: size) == counts(values))
  }
}

@Test(arguments: [1, 2, 3])
func `stretches and targets that overlap have all their bases each`(seed: Int) {
  var generator = SeededGenerator(seed: UInt64(seed) + 70)
  let starts = (0..<12_000).map { _ in Int.random(in: 0...299_800, using: &generator) }.sorted()
  let targets = MergedIntervals(
    (0..<200).map { _ in
      let start = Int.random(in: 0...299_000, using: &generator)
      return (contig: 0, range: start..<start + Int.random(in: 1...1_000, using: &generator))
    })
  func profile(_ targets: MergedIntervals, _ stretches: [DepthStretch]) -> DepthProfile {
    var depth = ReadDepth(contigs: contigs, targets: targets, stretches: stretches)
    depth.consume(batch(starts, length: 150, contig: 0))
    return depth.finish()
  }
  let both = profile(targets, stretches)
  #expect(both.contigs == profile(MergedIntervals(), []).contigs)
  #expect(both.targets == profile(targets, []).targets)
  #expect(both.stretches == profile(MergedIntervals(), stretches).stretches)
  #expect(both.targets.counts.length > 50_000 && both.stretches[2]?.length == 120_004)
}

// Chunks begin at windows of an index, so at whole blocks of the sliding window.
@Test func `stretches that chunks cut are counted as in one piece`() throws {
  var generator = SeededGenerator(seed: 9)
  let starts = (0..<9_000).map { _ in Int.random(in: 0...299_800, using: &generator) }.sorted()
  var whole = ReadDepth(contigs: contigs, stretches: stretches)
  whole.consume(batch(starts, length: 150, contig: 0))
  let expected = whole.finish()
  for cuts in [[1_024, 150_016], [64, 100_032, 220_032], [16_384 * 7, 16_384 * 8, 299_968]] {
    var merged = DepthProfile()
    for (lower, upper) in zip([0] + cuts, cuts + [300_001]) {
      let range =
        AlignmentPosition(contig: 0, start: lower)..<AlignmentPosition(contig: 0, start: upper)
      var part = ReadDepth(
        contigs: contigs, stretches: stretches,
        chunk: upper > 300_000 ? range.lowerBound..<AlignmentPosition(contig: 1, start: 0) : range)
      part.consume(
        batch(starts.filter { $0 + 150 > lower && $0 < upper }, length: 150, contig: 0))
      merged.merge(part.finish())
    }
    #expect(
      merged.counts(ofContig: 0, length: 300_000) == expected.counts(ofContig: 0, length: 300_000))
    for index in 0...2 {
      let size = stretches.filter { $0.index == index }.reduce(0) { $0 + $1.end - $1.start }
      #expect(
        merged.stretches[index]?.filled(to: size) == expected.stretches[index]?.filled(to: size))
    }
  }
}

@Test func `the interpolated median is that of grouped data`() {
  func median(_ pairs: [(Int32, Int)], open: Int = 0) -> Double? {
    DepthCounts(pairs.map { DepthCounts.Entry(depth: $0.0, bases: $0.1) })
      .interpolatedMedian(leavingOut: open)
  }
  // Half of ten is five: three lie below 4, so two of the four at depth 4 are needed.
  #expect(median([(3, 3), (4, 4), (5, 3)]) == 4)
  #expect(median([(3, 1), (4, 8), (9, 1)]) == 4)
  #expect(median([(1, 4), (2, 4), (3, 2)]) == 1.75)
  #expect(median([(7, 1)]) == 7)
  #expect(median([(0, 10)]) == 0)
  #expect(median([(0, 9), (5, 1)]) == 0.5 * 10 / 9 - 0.5)
  #expect(median([]) == nil)
  // Six of the bases without reads can have none.
  #expect(median([(0, 6), (3, 3), (4, 4), (5, 3)], open: 6) == 4)
  #expect(median([(0, 8), (5, 2)], open: 7) == 4.75)
  #expect(median([(0, 6)], open: 6) == nil)
  #expect(median([(3, 3), (4, 4), (5, 3)], open: 6) == 4)
}

@Test func `counts without others are what is left`() {
  let all = counts([0, 0, 1, 1, 1, 5, 5_000])
  #expect(all.subtracting(counts([0, 1, 1, 5])) == counts([0, 1, 5_000]))
  #expect(all.subtracting(counts([])) == all)
  #expect(all.subtracting(all) == DepthCounts())
}
