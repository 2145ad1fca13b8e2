import ChordaeCore
import ChordaeTestSupport
import Testing

@testable import ChordaeKernels

/// Regions of one or more parts on one contig each, some within others, some longer than a tile.
private func randomRegions(
  _ count: Int, over contigs: [Contig], _ generator: inout SeededGenerator
) -> [RegionPart] {
  (0..<count).flatMap { region -> [RegionPart] in
    let contig = Int.random(in: 0..<contigs.count, using: &generator)
    let ranges = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
      let start = Int.random(in: 0..<contigs[contig].length - 1, using: &generator)
      let length = Int.random(in: 0...5, using: &generator) == 0 ? 9_000 : 300
      let end = start + Int.random(in: 0...length, using: &generator)
      return (contig: 0, range: start..<min(end, contigs[contig].length))
    }
    return MergedIntervals(ranges)[0].map {
      RegionPart(contig: contig, start: $0.lowerBound, end: $0.upperBound, region: region)
    }
  }
}

/// The same counted base by base, in one array a contig.
private func plain(_ reads: GeneratedReads, _ parts: [RegionPart]) -> [Int: RegionCallability] {
  var bases = reads.contigs.map {
    [(good: Int, all: Int, unplaced: Int, low: Int)](repeating: (0, 0, 0, 0), count: $0.length)
  }
  reads.forEachBase { read, position, quality in
    bases[read.contig][position].all += 1
    if read.mappingQuality == 0 { bases[read.contig][position].unplaced += 1 }
    if read.mappingQuality <= 1 { bases[read.contig][position].low += 1 }
    if read.mappingQuality >= 20, let quality, quality >= 20 {
      bases[read.contig][position].good += 1
    }
  }
  return parts.reduce(into: [:]) { regions, part in
    for base in bases[part.contig][part.start..<part.end] {
      let isCallable = base.good >= 20 && Double(base.unplaced) / Double(base.all) < 0.1
      regions[part.region, default: RegionCallability()].add(
        RegionCallability(
          callableBases: isCallable ? 1 : 0, alignedBases: base.all,
          lowMappingQualityBases: base.low))
    }
  }
}

private func count(
  _ reads: GeneratedReads, _ layout: CallabilityLayout, _ chunk: Range<AlignmentPosition>? = nil
) -> CallabilityProfile {
  var callability = ReadCallability(layout, chunk: chunk)
  for batch in reads.batches(in: chunk) { callability.consume(batch) }
  return callability.finish()
}

@Test(arguments: 1...6)
func `callability of regions equals the count in one array a contig`(seed: Int) {
  var generator = SeededGenerator(seed: UInt64(seed))
  let contigs = [
    Contig(name: "a", length: 25_000), Contig(name: "b", length: 20_503),
    Contig(name: "c", length: 22_000),
  ]
  let reads = GeneratedReads(
    seed % 2 == 0 ? 40_000 : 3_000, over: contigs, missing: 0.05, &generator)
  let parts = randomRegions(60, over: contigs, &generator)
  let profile = count(reads, CallabilityLayout(RegionLayout(parts, regionCount: 60)))
  let expected = plain(reads, parts)
  for region in 0..<60 {
    #expect(profile[region] == expected[region] ?? RegionCallability(), "region \(region)")
  }
  #expect(profile.hasBaseQualities)
  if seed % 2 == 0 {
    let bases = expected.values.map(\.callableBases)
    #expect(bases.contains { $0 > 100 } && expected.values.contains { $0.alignedBases > 0 })
  }
}

@Test(arguments: 1...6)
func `callability of chunks that cut no region adds up to that of the file`(seed: Int) {
  var generator = SeededGenerator(seed: UInt64(seed))
  let contigs = [Contig(name: "a", length: 60_000), Contig(name: "b", length: 60_000)]
  let reads = GeneratedReads(20_000, over: contigs, missing: 0.05, &generator)
  let parts = randomRegions(20, over: contigs, &generator)
  // Regions of several parts keep to themselves: their whole spans must not be cut.
  let spans = Dictionary(grouping: parts) { $0.region }.values.map { own in
    (contig: own[0].contig, start: own.map(\.start).min() ?? 0, end: own.map(\.end).max() ?? 0)
  }
  let cuts = (0..<2).flatMap { contig in
    stride(from: 64, to: 60_000, by: 64).filter { cut in
      !spans.contains { $0.contig == contig && $0.start < cut && cut < $0.end }
    }.shuffled(using: &generator).prefix(3).map { AlignmentPosition(contig: contig, start: $0) }
  }.sorted()
  let bounds =
    [AlignmentPosition(contig: 0, start: -1)] + cuts
    + [AlignmentPosition(contig: -1, start: Int.max)]
  let layout = CallabilityLayout(RegionLayout(parts, regionCount: 20))
  var merged = CallabilityProfile()
  for (start, end) in zip(bounds, bounds.dropFirst()) {
    merged.merge(count(reads, layout, start..<end))
  }
  let whole = count(reads, layout)
  for region in 0..<20 { #expect(merged[region] == whole[region], "region \(region)") }
  #expect(merged.hasBaseQualities)
}

@Test func `reads without qualities make nothing callable, and it is known`() {
  var generator = SeededGenerator(seed: 3)
  let reads = GeneratedReads(
    5_000, over: [Contig(name: "a", length: 20_500)], missing: 1, &generator)
  let part = RegionPart(contig: 0, start: 0, end: 20_500, region: 0)
  let profile = count(reads, CallabilityLayout(RegionLayout([part], regionCount: 1)))
  #expect(profile[0].callableBases == 0 && profile[0].alignedBases > 100_000)
  #expect(!profile.hasBaseQualities)
}

@Test func `the least that makes a base callable does, and one step less does not`() {
  func callable(good: Int, unplaced: Int, mapping: UInt8 = 20, base: UInt8 = 20) -> Bool {
    var batch = AlignmentBatch()
    batch.bytes = [0x41, 0, 0x10, 0, 0, 0, 0x10, base] + [UInt8](repeating: 0, count: 64)
    for index in 0..<good + unplaced {
      batch.records.append(
        AlignmentRecord(
          contig: 0, mateContig: -1, start: 5, end: 6, mateStart: -1, templateLength: 0, flags: [],
          mappingQuality: index < good ? mapping : 0, firstByte: 0, nameByteCount: 2, cigarCount: 1,
          baseCount: 1, tagByteCount: 0))
    }
    let part = RegionPart(contig: 0, start: 0, end: 10, region: 0)
    var count = ReadCallability(CallabilityLayout(RegionLayout([part], regionCount: 1)))
    count.consume(batch)
    return count.finish()[0].callableBases == 1
  }
  #expect(callable(good: 20, unplaced: 0) && !callable(good: 19, unplaced: 0))
  #expect(!callable(good: 20, unplaced: 0, mapping: 19))
  #expect(!callable(good: 20, unplaced: 0, base: 19))
  // 2 of 22 reads are below a tenth, 3 of 23 are above it, 3 of 30 are a tenth.
  #expect(callable(good: 20, unplaced: 2) && !callable(good: 20, unplaced: 3))
  #expect(!callable(good: 27, unplaced: 3) && callable(good: 28, unplaced: 3))
}

@Test func `a region of a whole chromosome takes memory for what reads lie on`() {
  let part = RegionPart(contig: 0, start: 0, end: 250_000_000, region: 0)
  let layout = CallabilityLayout(RegionLayout([part], regionCount: 1))
  var count = ReadCallability(layout)
  var batch = AlignmentBatch()
  let cigar: [UInt32] = [100 << 4, 249_999_700 << 4 | 3, 100 << 4]
  batch.bytes =
    [0x41, 0]
    + cigar.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    + [UInt8](repeating: 0, count: 64)
  for start in [0, 5] {
    batch.records.append(
      AlignmentRecord(
        contig: 0, mateContig: -1, start: start, end: 249_999_900 + start, mateStart: -1,
        templateLength: 0, flags: [], mappingQuality: 60, firstByte: 0, nameByteCount: 2,
        cigarCount: 3, baseCount: 0, tagByteCount: 0))
  }
  count.consume(batch)
  #expect(count.openTileCount <= 4)
  #expect(count.finish()[0].alignedBases == 400)
}
