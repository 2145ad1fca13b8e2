import ChordaeCore
import ChordaeKernels
import ChordaeTestSupport
import Testing

/// A read over contig 0: start, CIGAR, bases, quality of all bases, flags and mapping quality.
private struct Read {
  var start: Int
  var cigar: [(Int, Character)]
  var bases: String
  var quality: UInt8 = 30
  var flags: AlignmentFlags = []
  var mappingQuality: UInt8 = 60
  var contig = 0
}

private func batch(_ reads: [Read]) -> AlignmentBatch {
  var batch = AlignmentBatch()
  batch.bytes = []
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
    let codes = read.bases.map { UInt8(Array("=ACMGRSVTWYHKDBN").firstIndex(of: $0) ?? 15) }
    for index in stride(from: 0, to: codes.count, by: 2) {
      batch.bytes.append(codes[index] << 4 | (index + 1 < codes.count ? codes[index + 1] : 0))
    }
    batch.bytes += [UInt8](repeating: read.quality, count: codes.count)
    batch.records.append(
      AlignmentRecord(
        contig: Int32(read.contig), mateContig: -1, start: read.start,
        end: max(end, read.start + 1), mateStart: -1, templateLength: 0, flags: read.flags,
        mappingQuality: read.mappingQuality, firstByte: Int32(first), nameByteCount: 2,
        cigarCount: UInt32(read.cigar.count), baseCount: Int32(codes.count), tagByteCount: 0))
  }
  batch.bytes += [UInt8](repeating: 0, count: AlignmentBatch.padding)
  return batch
}

private func positions(_ places: [Int], contig: Int = 0) -> SitePositions {
  SitePositions(places.map { SitePositions.key(contig: contig, position: $0) })
}

@Suite struct `A pileup at sites` {
  @Test func `counts bases, gaps and insertions on their strands`() {
    var pileup = SitePileup(positions([10, 12, 13, 14]))
    pileup.consume(
      batch([
        Read(start: 10, cigar: [(3, "M"), (1, "D"), (1, "M")], bases: "ACGT"),
        Read(start: 10, cigar: [(3, "M"), (1, "N"), (1, "M")], bases: "ACTT", flags: .reverse),
        Read(start: 12, cigar: [(1, "M"), (2, "I"), (2, "M")], bases: "NAACC", flags: .reverse),
      ]))
    #expect(pileup[0].forward(.a) == 1 && pileup[0].reverse(.a) == 1 && pileup[0].depth == 2)
    #expect(pileup[1].forward(.g) == 1 && pileup[1].reverse(.t) == 1)
    #expect(pileup[1].reverse(.other) == 1 && pileup[1].reverse(.insertionAfter) == 1)
    #expect(pileup[1].depth == 3 && pileup[1].fourBases == 2)
    #expect(pileup[2].forward(.deletion) == 1 && pileup[2].reverse(.skip) == 1)
    #expect(pileup[2].count(ofBase: 1) == 1 && pileup[2].depth == 1)
    #expect(pileup[3].count(.t) == 2 && pileup[3].count(.c) == 1)
  }

  @Test func `leaves out what the rules leave out`() {
    let left: [Read] = [
      Read(start: 5, cigar: [(1, "M")], bases: "A", quality: 19),
      Read(start: 5, cigar: [(1, "M")], bases: "A", mappingQuality: 19),
      Read(start: 5, cigar: [(1, "M")], bases: "A", flags: .duplicate),
      Read(start: 5, cigar: [(1, "M")], bases: "A", flags: .secondary),
      Read(start: 5, cigar: [(1, "M")], bases: "A", flags: .failsQuality),
      Read(start: 5, cigar: [(1, "M")], bases: "A", flags: .unmapped),
      Read(start: 5, cigar: [(1, "M")], bases: ""),
      Read(start: 5, cigar: [(2, "M"), (3, "D")], bases: "CC", contig: 1),
    ]
    var pileup = SitePileup(positions([5]))
    pileup.consume(batch(left))
    #expect(pileup[0] == SiteCounts())
    var any = SitePileup(
      positions([5]), rules: PileupRules(minimumMappingQuality: 0, minimumBaseQuality: 0))
    any.consume(batch(left))
    #expect(any[0].count(.a) == 2)
    // A base without a quality counts, as with the peer.
    var unknown = SitePileup(positions([5]))
    unknown.consume(batch([Read(start: 5, cigar: [(1, "M")], bases: "A", quality: 255)]))
    #expect(unknown[0].count(.a) == 1)
  }

  @Test func `takes = for the reference base where that is known`() {
    let reads = batch([Read(start: 5, cigar: [(2, "M")], bases: "==")])
    var known = SitePileup(positions([5, 6]), references: [2, NucleotideCode.other])
    known.consume(reads)
    #expect(known[0].count(.g) == 1 && known[1].count(.other) == 1)
    var unknown = SitePileup(positions([5]))
    unknown.consume(reads)
    #expect(unknown[0].count(.other) == 1)
  }

  @Test func `counts no reads of the chunk before`() {
    var reads = batch([
      Read(start: 3, cigar: [(4, "M")], bases: "AAAA"),
      Read(start: 4, cigar: [(2, "M")], bases: "CC"),
    ])
    reads.contextCount = 1
    var pileup = SitePileup(positions([5]))
    pileup.consume(reads)
    #expect(pileup[0].count(.c) == 1 && pileup[0].depth == 1)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `is the same in one piece and in many, over many sites and contigs`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var reads: [Read] = []
    for contig in 0..<3 {
      for start in (0..<600).map({ _ in Int.random(in: 0..<100_000, using: &generator) }).sorted() {
        let length = Int.random(in: 1...400, using: &generator)
        let base = Array("ACGTN")[Int.random(in: 0..<5, using: &generator)]
        reads.append(
          Read(
            start: start, cigar: [(length, "M"), (50, "N"), (length, "M")],
            bases: String(repeating: base, count: 2 * length),
            flags: Bool.random(using: &generator) ? .reverse : [], contig: contig))
      }
    }
    let places = SitePositions(
      (0..<3_000).map { _ in
        SitePositions.key(
          contig: Int.random(in: 0..<4, using: &generator),
          position: Int.random(in: 0..<101_000, using: &generator))
      })
    var whole = SitePileup(places)
    whole.consume(batch(reads))
    var joined = SitePileup(places)
    var next = 0
    while next < reads.count {
      let end = min(reads.count, next + Int.random(in: 1...200, using: &generator))
      var piece = SitePileup(places)
      piece.consume(batch(Array(reads[next..<end])))
      joined.merge(piece)
      next = end
    }
    var seen = 0
    for place in 0..<places.count {
      #expect(whole[place] == joined[place])
      let (contig, position) = SitePositions.place(of: places.keys[place])
      // The plain way: every read is asked.
      var expected = [0, 0, 0, 0, 0, 0, 0]
      for read in reads where read.contig == contig {
        let length = read.cigar[0].0
        let offset = position - read.start
        guard offset >= 0, offset < 2 * length + 50 else { continue }
        if offset >= length, offset < length + 50 {
          expected[6] += 1
        } else {
          expected[Array("ACGTN").firstIndex(of: read.bases.first ?? "N") ?? 4] += 1
        }
      }
      let kinds: [SiteCounts.Kind] = [.a, .c, .g, .t, .other, .deletion, .skip]
      #expect(kinds.map { whole[place].count($0) } == expected, "seed \(seed), place \(place)")
      seen += whole[place].depth
    }
    #expect(seen > 3_000)
  }

  @Test func `of no sites and of no reads is nothing`() {
    var none = SitePileup(SitePositions())
    none.consume(batch([Read(start: 0, cigar: [(1, "M")], bases: "A")]))
    none.merge(SitePileup(SitePositions()))
    var empty = SitePileup(positions([5]))
    empty.consume(batch([]))
    empty.merge(SitePileup(positions([5])))
    #expect(empty[0] == SiteCounts())
  }
}
