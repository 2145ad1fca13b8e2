import ChordaeCore
import ChordaeTestSupport
import Testing

@testable import ChordaeKernels

private let thresholds: [Int32] = [1, 2, 3, 5, 8, 13, 21, 34]

/// A batch of forward reads without mates, one a (contig, start, CIGAR).
private func batch(_ reads: [(contig: Int, start: Int, cigar: [(Int, Character)])])
  -> AlignmentBatch
{
  var batch = AlignmentBatch()
  for read in reads {
    let first = batch.bytes.count
    var end = read.start
    batch.bytes += [0x41, 0]
    for (length, code) in read.cigar {
      let operation = UInt32(Array("MIDNSHP=X").firstIndex(of: code) ?? 0)
      let word = UInt32(length) << 4 | operation
      batch.bytes += (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
      if "MDN=X".contains(code) { end += length }
    }
    batch.records.append(
      AlignmentRecord(
        contig: Int32(read.contig), mateContig: -1, start: read.start,
        end: max(end, read.start + 1), mateStart: -1, templateLength: 0, flags: [],
        mappingQuality: 60, firstByte: Int32(first), nameByteCount: 2,
        cigarCount: UInt32(read.cigar.count), baseCount: 0, tagByteCount: 0))
  }
  batch.bytes += [UInt8](repeating: 0, count: AlignmentBatch.padding)
  return batch
}

/// Depth counted the plain way, one array a contig.
private func plainDepths(
  _ reads: [(contig: Int, start: Int, cigar: [(Int, Character)])], _ contigs: [Contig]
) -> [[Int32]] {
  var depths = contigs.map { [Int32](repeating: 0, count: $0.length) }
  for read in reads {
    var position = read.start
    for (length, code) in read.cigar {
      if "M=X".contains(code) {
        for p in position..<position + length { depths[read.contig][p] += 1 }
      }
      if "MDN=X".contains(code) { position += length }
    }
  }
  return depths
}

private func randomReads(
  _ count: Int, _ contigs: [Contig], _ generator: inout SeededGenerator
) -> [(contig: Int, start: Int, cigar: [(Int, Character)])] {
  let reads = (0..<count).map { _ in
    let contig = Int.random(in: 0..<contigs.count, using: &generator)
    let cigar: [(Int, Character)] =
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: [(5, "S"), (40, "M"), (3, "D"), (20, "="), (2, "I"), (9, "X")]
      case 1: [(30, "M"), (Int.random(in: 1...390_000, using: &generator), "N"), (30, "M")]
      case 2: [(10, "D"), (30, "M")]
      case 3: [(20, "S")]
      default: [(Int.random(in: 1...150, using: &generator), "M")]
      }
    let span = cigar.reduce(0) { "MDN=X".contains($1.1) ? $0 + $1.0 : $0 }
    let start = Int.random(in: 0...(contigs[contig].length - span - 1), using: &generator)
    return (contig: contig, start: start, cigar: cigar)
  }
  return reads.sorted { ($0.contig, $0.start) < ($1.contig, $1.start) }
}

@Test(arguments: 1...4)
func `the sliding window gives the depths of one array a contig`(seed: Int) throws {
  var generator = SeededGenerator(seed: UInt64(seed))
  let contigs = [
    Contig(name: "a", length: 500_003), Contig(name: "b", length: 400_500),
    Contig(name: "c", length: 401_000 + seed * 7),
  ]
  let reads = randomReads(seed == 1 ? 10_000 : 300, contigs, &generator)
  let depths = plainDepths(reads, contigs)
  let parts = (0..<100).map { region in
    let contig = Int.random(in: 0..<contigs.count, using: &generator)
    let start = Int.random(in: 0..<contigs[contig].length, using: &generator)
    let end = min(contigs[contig].length, start + Int.random(in: 1...2_000, using: &generator))
    return RegionPart(contig: contig, start: start, end: end, region: region)
  }
  var count = ReadDepth(
    contigs: contigs, regions: RegionLayout(parts, regionCount: parts.count),
    regionThresholds: [1, 2, 30])
  for start in stride(from: 0, to: reads.count, by: 97) {
    count.consume(batch(Array(reads[start..<min(start + 97, reads.count)])))
  }
  let profile = count.finish()
  for (contig, expected) in depths.enumerated() {
    let counts = profile.counts(ofContig: contig, length: expected.count)
    let sorted = expected.sorted()
    #expect(counts.length == expected.count)
    #expect(counts.sum == expected.reduce(0) { $0 + Int($1) })
    #expect(counts.maximum == sorted.last.map { Int($0) })
    #expect(counts.minimum == sorted.first.map { Int($0) })
    #expect(counts.median == Int(sorted[Int(0.5 + 0.5 * Double(sorted.count)) - 1]))
    for t in thresholds { #expect(counts.bases(atLeast: t) == expected.count { $0 >= t }) }
    // Reads without mates: both definitions agree.
    #expect(profile.samtoolsCounts(ofContig: contig, length: expected.count) == counts)
  }
  for part in parts {
    let values = depths[part.contig][part.start..<part.end].sorted()
    let figures = try #require(profile.regions[part.region])
    #expect(figures.length == values.count)
    #expect(figures.minimum == values.first.map { Int($0) })
    #expect(figures.median == Int(values[max(Int(0.5 + 0.5 * Double(values.count)), 1) - 1]))
    #expect(figures.basesAtLeast == [1, 2, 30].map { t in values.count { $0 >= t } })
    let mean = Double(values.reduce(0) { $0 + Int($1) }) / Double(values.count)
    #expect(abs((figures.mean ?? -1) - mean) <= 1e-9 * max(mean, 1))
  }
}

@Test func `depths above the histogram's array still give the median`() throws {
  let contigs = [Contig(name: "a", length: 100)]
  let part = RegionPart(contig: 0, start: 0, end: 100, region: 0)
  var count = ReadDepth(
    contigs: contigs, regions: RegionLayout([part], regionCount: 1),
    regionThresholds: [1, 5_000])
  for _ in 0..<10 {
    count.consume(batch(Array(repeating: (contig: 0, start: 20, cigar: [(60, "M")]), count: 500)))
  }
  let profile = count.finish()
  let figures = try #require(profile.regions[0])
  #expect(profile.counts(ofContig: 0, length: 100).maximum == 5_000)
  #expect(figures.median == 5_000)
  #expect(figures.minimum == 0)
  #expect(figures.basesAtLeast == [60, 60])
}

/// What the plain way gives for targets.
private func plainTargets(_ depths: [[Int32]], _ targets: MergedIntervals) -> TargetDepth {
  var bases: [Int32: Int] = [:]
  var covered: [Range<Int>] = []
  for contig in targets.contigs {
    for target in targets[contig] {
      for depth in depths[contig][target] { bases[depth, default: 0] += 1 }
      if depths[contig][target].contains(where: { $0 > 0 }) { covered.append(target) }
    }
  }
  return TargetDepth(
    counts: DepthCounts(bases.map { DepthCounts.Entry(depth: $0.key, bases: $0.value) }),
    coveredCount: covered.count, coveredBases: covered.reduce(0) { $0 + $1.count })
}

@Test(arguments: 1...6)
func `depths of targets equal those of one array a contig, in one piece and in chunks`(seed: Int) {
  var generator = SeededGenerator(seed: UInt64(seed))
  let contigs = [
    Contig(name: "a", length: 500_003), Contig(name: "b", length: 400_500),
    Contig(name: "c", length: 401_000),
  ]
  let reads = randomReads(seed % 2 == 0 ? 20_000 : 200, contigs, &generator)
  let depths = plainDepths(reads, contigs)
  let targets = MergedIntervals(
    (0..<900).map { _ in
      let contig = Int.random(in: 0..<contigs.count, using: &generator)
      let start = Int.random(in: 0..<contigs[contig].length, using: &generator)
      let end = start + Int.random(in: 0...(seed == 3 ? 9_000 : 300), using: &generator)
      return (contig: contig, range: start..<min(end, contigs[contig].length))
    })
  var whole = ReadDepth(contigs: contigs, targets: targets)
  for start in stride(from: 0, to: reads.count, by: 97) {
    whole.consume(batch(Array(reads[start..<min(start + 97, reads.count)])))
  }
  let profile = whole.finish()
  let expected = plainTargets(depths, targets)
  #expect(profile.targets.counts.filled(to: targets.baseCount) == expected.counts)
  #expect(profile.targets.coveredCount == expected.coveredCount)
  #expect(profile.targets.coveredBases == expected.coveredBases)
  for (contig, expected) in depths.enumerated() {
    let counts = profile.counts(ofContig: contig, length: expected.count)
    #expect(counts.sum == expected.reduce(0) { $0 + Int($1) })
    #expect(counts.length == expected.count)
  }
  let cuts = (0..<3).flatMap { contig in
    stride(from: 64, to: contigs[contig].length, by: 64).filter { cut in
      !targets[contig].contains { $0.lowerBound < cut && cut < $0.upperBound }
    }.shuffled(using: &generator).prefix(2).map { AlignmentPosition(contig: contig, start: $0) }
  }.sorted()
  let bounds =
    [AlignmentPosition(contig: 0, start: -1)] + cuts
    + [AlignmentPosition(contig: -1, start: Int.max)]
  var merged = DepthProfile()
  for (start, end) in zip(bounds, bounds.dropFirst()) {
    var chunk = ReadDepth(contigs: contigs, targets: targets, chunk: start..<end)
    let own = reads.filter { read in
      let span = read.cigar.reduce(0) { "MDN=X".contains($1.1) ? $0 + $1.0 : $0 }
      return AlignmentPosition(contig: read.contig, start: read.start) < end
        && AlignmentPosition(contig: read.contig, start: read.start + max(span, 1) - 1) >= start
    }
    if !own.isEmpty { chunk.consume(batch(own)) }
    merged.merge(chunk.finish())
  }
  for contig in contigs.indices {
    #expect(
      merged.counts(ofContig: contig, length: contigs[contig].length)
        == profile.counts(ofContig: contig, length: contigs[contig].length))
  }
  let (one, many) = (profile.targets, merged.targets)
  #expect(
    one.counts.filled(to: targets.baseCount) == many.counts.filled(to: targets.baseCount))
  #expect(one.coveredCount == many.coveredCount && one.coveredBases == many.coveredBases)
}
