import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// Indels of repeats, which list and call set may write at different units: two are the same where they
/// make the same sequence of the reference.
@Suite struct RepeatIndelTests {
  /// An insertion or a deletion, and the sequence that it makes of the reference.
  private struct Indel {
    let sequence: [UInt8]
    /// All ways to write it: place of the letter before it, REF and ALT.
    let spellings: [(start: Int, reference: [UInt8], alternate: [UInt8])]

    /// Finds the spellings by trying each place of the reference.
    init(of reference: [UInt8], after place: Int, inserting letters: [UInt8], deleting count: Int) {
      let sequence = reference[...place] + letters + reference[(place + 1 + count)...]
      self.sequence = Array(sequence)
      let shift = letters.count - count
      var found: [(Int, [UInt8], [UInt8])] = []
      for start in 0..<reference.count - 1 - count {
        let own = Array(reference[start...start + max(0, -shift)])
        let other = Array(sequence[start...start + max(0, shift)])
        let made = reference[..<start] + other + reference[(start + own.count)...]
        if made.elementsEqual(sequence) { found.append((start, own, other)) }
      }
      spellings = found
    }
  }

  /// A reference of short repeats.
  private static func reference(_ random: inout SeededGenerator) -> [UInt8] {
    var letters: [UInt8] = []
    while letters.count < 300 {
      let unit = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        Array("ACGT".utf8).randomElement(using: &random) ?? 65
      }
      for _ in 0..<Int.random(in: 1...7, using: &random) { letters += unit }
    }
    return letters
  }

  private static func indel(_ reference: [UInt8], _ random: inout SeededGenerator) -> Indel {
    let place = Int.random(in: 0..<reference.count - 10, using: &random)
    let length = Int.random(in: 1...4, using: &random)
    if Bool.random(using: &random) {
      return Indel(of: reference, after: place, inserting: [], deleting: length)
    }
    // Mostly bases that stand there too.
    let bases =
      Int.random(in: 0..<4, using: &random) > 0
      ? Array(reference[place + 1...place + length])
      : (0..<length).map { _ in Array("ACGT".utf8).randomElement(using: &random) ?? 65 }
    return Indel(of: reference, after: place, inserting: bases, deleting: 0)
  }

  /// One of the ways to write an indel, at times with letters more than needed.
  private static func spelling(
    _ indel: Indel, _ reference: [UInt8], _ random: inout SeededGenerator
  ) -> (start: Int, reference: String, alternate: String) {
    var (start, own, other) = indel.spellings.randomElement(using: &random) ?? (0, [], [])
    if Bool.random(using: &random) {
      let end = start + own.count
      let more = reference[end..<min(reference.count, end + Int.random(in: 0...3, using: &random))]
      own += more
      other += more
      if start > 0 {
        start -= 1
        own.insert(reference[start], at: 0)
        other.insert(reference[start], at: 0)
      }
    }
    return (start, String(decoding: own, as: UTF8.self), String(decoding: other, as: UTF8.self))
  }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func `an indel is found where it makes the same sequence, however it is written`(
    seed: UInt64
  ) throws {
    var random = SeededGenerator(seed: 900 + seed)
    let reference = Self.reference(&random)
    var indels: [Indel] = []
    for _ in 0..<40 {
      let new = Self.indel(reference, &random)
      if !indels.contains(where: { $0.sequence == new.sequence }) { indels.append(new) }
    }
    // Of list and calls each has indels that the other lacks.
    let rows = indels.prefix(indels.count * 3 / 4).map { indel in
      (indel, Self.spelling(indel, reference, &random), Int.random(in: 0...2, using: &random))
    }.sorted { $0.1.start < $1.1.start }
    let lines = rows.map { _, spelling, dosage in
      "1\t\(spelling.start + 1)\t.\t\(spelling.reference)\t\(spelling.alternate)\t.\t.\t.\tGT\t"
        + ["0/0", "0/1", "1/1"][dosage]
    }
    let wanted = indels.suffix(indels.count * 3 / 4).shuffled(using: &random).map { indel in
      (indel, Self.spelling(indel, reference, &random), Bool.random(using: &random))
    }
    let sites = wanted.map { _, spelling, countsReference in
      WantedSite(
        chromosome: 1, position: spelling.start,
        effect: countsReference ? spelling.reference : spelling.alternate,
        other: countsReference ? spelling.alternate : spelling.reference,
        reference: spelling.reference)
    }
    let found = try resolved(lines, sites) { chromosome, position in
      chromosome == 1 && reference.indices.contains(position) ? reference[position] : nil
    }
    #expect(Set(found.order).count == sites.count && found.order.count == sites.count)
    for (place, (indel, spelling, countsReference)) in wanted.enumerated() {
      let note = "seed \(900 + seed), \(spelling) of \(String(decoding: reference, as: UTF8.self))"
      let record = rows.firstIndex { $0.0.sequence == indel.sequence }
      let resolution = found.resolutions[place]
      #expect(resolution.record == record, "\(note)")
      guard let record else { continue }
      #expect(resolution.match == (countsReference ? .refAlt : .altRef), "\(note)")
      let copies = rows[record].2
      #expect(
        found.calls[place] == [
          SiteCall(.called, dosage: Float(countsReference ? 2 - copies : copies), ploidy: 2)
        ], "\(note)")
    }
    // Without the reference's letters only alleles that are the same as trimmed meet.
    let blind = try resolved(lines, sites, base: nil)
    #expect(
      blind.resolutions.count { $0.record != nil } < found.resolutions.count { $0.record != nil })
  }

  @Test
  func `a site of a repeat waits for a record further right, and a block before it holds else`()
    throws
  {
    let reference = Array("GCAAAAAATG".utf8)
    let lines = [
      "1\t1\t.\tG\t<NON_REF>\t.\t.\tEND=4\tGT:DP:GQ\t0/0:30:60",
      "1\t5\t.\tAA\tA,<NON_REF>\t.\t.\t.\tGT:DP:GQ\t0/1:30:60",
      "1\t7\t.\tA\t<NON_REF>\t.\t.\tEND=10\tGT:DP:GQ\t0/0:30:60",
    ]
    let sites = [
      WantedSite(chromosome: 1, position: 1, effect: "C", other: "CA", reference: "CA"),
      WantedSite(chromosome: 1, position: 1, effect: "CAA", other: "C", reference: "C"),
      WantedSite(chromosome: 1, position: 8, effect: "A", other: "T", reference: "T"),
    ]
    let found = try resolved(lines, sites) { reference.indices.contains($1) ? reference[$1] : nil }
    #expect(
      found.lines == [
        "altRef\t1\t1\tcalled:1:2", "block\t-1\t0\treference_block:0:2",
        "block\t-1\t0\treference_block:0:2",
      ])
    #expect(try resolved(lines, sites, base: nil).resolutions[0].record == nil)
  }

  private func resolved(
    _ lines: [String], _ sites: [WantedSite], base: ((UInt8, Int) -> UInt8?)?
  ) throws -> ResolvedSites {
    let folder = Fixtures.scratch("repeats")
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.vcf").path(percentEncoded: false)
    let head = """
      ##fileformat=VCFv4.2
      ##contig=<ID=1,length=1000>
      ##INFO=<ID=END,Number=1,Type=Integer,Description="x">
      ##FORMAT=<ID=GT,Number=1,Type=String,Description="x">
      ##FORMAT=<ID=DP,Number=1,Type=Integer,Description="x">
      ##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="x">
      #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS

      """
    try (head + lines.map { $0 + "\n" }.joined()).write(
      toFile: path, atomically: true, encoding: .utf8)
    return try ResolvedSites(path, sites, base: base)
  }
}
