import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

/// The resolver on records written by hand, worked out by hand.
@Suite struct SiteResolverTests {
  /// Rows with blanks for tabs, of so many samples, resolved at sites; a line a site.
  private func lines(
    _ rows: [String], _ sites: [WantedSite], sexes: [Sex?] = [],
    rules: EvidenceRules = EvidenceRules(), matching: AlleleMatching = .exact,
    changing: (inout VariantBatch) -> Void = { _ in }
  ) throws -> [String] {
    let samples = rows.first.map { $0.split(separator: " ").count - 9 } ?? 1
    let head = """
      ##fileformat=VCFv4.2
      ##contig=<ID=1,length=248956422>
      ##contig=<ID=X,length=156040895>
      ##contig=<ID=MT,length=16569>
      ##INFO=<ID=END,Number=1,Type=Integer,Description="x">
      ##FORMAT=<ID=GT,Number=1,Type=String,Description="x">
      ##FORMAT=<ID=DP,Number=1,Type=Integer,Description="x">
      ##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="x">
      ##FORMAT=<ID=MIN_DP,Number=1,Type=Integer,Description="x">
      #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t
      """
    let names = (0..<samples).map { "S\($0)" }.joined(separator: "\t")
    let text = rows.map { $0.replacingOccurrences(of: " ", with: "\t") + "\n" }.joined()
    let folder = Fixtures.scratch("sites")
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.vcf").path(percentEncoded: false)
    try (head + names + "\n" + text).write(toFile: path, atomically: true, encoding: .utf8)
    return try ResolvedSites(
      path, sites, sexes: sexes, rules: rules, matching: matching, changing: changing
    ).lines.map { $0.replacingOccurrences(of: "\t", with: " ") }
  }

  /// A site by its 1-based position.
  private func site(
    _ position: Int, _ effect: String, _ other: String?, _ reference: String? = nil,
    on chromosome: UInt8 = 1
  ) -> WantedSite {
    WantedSite(
      chromosome: chromosome, position: position - 1, effect: effect, other: other,
      reference: reference)
  }

  @Test func `blocks back to back give evidence from the first base to the last`() throws {
    let rows = [
      "1 1 . A <NON_REF> . . END=10 GT:DP:GQ:MIN_DP 0/0:30:20:10",
      "1 11 . C <NON_REF> . . END=20 GT:DP:GQ:MIN_DP 0/0:30:20:9",
      "1 21 . C <*> . . END=30 GT:DP:GQ 0/0:30:19",
      "1 31 . CG . . . . GT:DP:GQ 0/0:10:20",
    ]
    let found = try lines(
      rows,
      [
        site(1, "A", "G"), site(1, "G", "A"), site(10, "A", "G", "A"), site(10, "A", "G"),
        site(11, "T", "C"), site(20, "T", "C", "C"), site(21, "C", "T"), site(32, "G", "A"),
        site(33, "G", "A", "G"), site(5, "A", "G", "T"),
      ])
    #expect(
      found == [
        "block -1 0 reference_block:2:2", "block -1 0 reference_block:0:2",
        "block -1 0 reference_block:2:2", "unknownReference -1 0 reference_block:nan:2",
        "block -1 0 low_evidence:nan:0", "block -1 0 low_evidence:nan:0",
        "block -1 0 low_evidence:nan:0", "block -1 0 reference_block:2:2",
        "uncovered -1 0 absent:nan:0", "mismatch -1 0 reference_block:nan:2",
      ])
  }

  @Test func `a deletion spans the bases that it takes, and not the one before them`() throws {
    let rows = [
      "1 10 . ACG A . . . GT 0/1 1/1 0/0 ./.", "1 12 . G T,* . . . GT 0/2 2/2 0/1 0/0",
    ]
    let found = try lines(
      rows, [site(10, "A", "C"), site(11, "C", "T"), site(11, "T", "C"), site(12, "T", "G")])
    #expect(
      found == [
        "otherAlleles -1 0 absent:nan:0 absent:nan:0 absent:nan:0 no_call:nan:2",
        "otherAlleles -1 0 spanned:1:2 spanned:0:2 absent:nan:0 absent:nan:0",
        "otherAlleles -1 0 spanned:0:2 spanned:0:2 absent:nan:0 absent:nan:0",
        "altRef 1 1 called:0:2 called:0:2 called:1:2 called:0:2",
      ])
  }

  @Test func `half a genotype is no call, and rows of one position are split alternates`() throws {
    let rows = [
      "1 5 . A G . . . GT 0/. ./1 1/1", "1 9 . A G . . . GT 1/0 0/0 0/0",
      "1 9 . A T . . . GT 0/1 0/1 ./.",
    ]
    let found = try lines(rows, [site(5, "G", "A"), site(9, "T", "A"), site(9, "A", "G")])
    #expect(
      found == [
        "altRef 0 1 no_call:nan:2 no_call:nan:2 called:2:2",
        "altRef 2 1 called:1:2 called:1:2 no_call:nan:2",
        "refAlt 1 1 called:1:2 called:2:2 called:2:2",
      ])
  }

  @Test func `alleles are compared as trimmed, wherever the record starts`() throws {
    let rows = ["1 4 . GCAA GCA,GTAA . . . GT 1/2", "1 20 . C CTT . . . GT 0/1"]
    let found = try lines(
      rows, [site(5, "C", "CA"), site(4, "GC", "GT"), site(20, "CT", "CTTT"), site(5, "T", "C")])
    #expect(
      found == [
        "altRef 0 1 called:1:2", "refAlt 0 2 called:0:2", "refAlt 1 1 called:1:2",
        "altRef 0 2 called:1:2",
      ])
  }

  @Test func `one copy is one where there is one, and two different ones there are no call`() throws
  {
    let rows = [
      "X 20000 . A G . . . GT 1/1 1/1 0/1", "X 5000000 . A G . . . GT 1/1 1/1 0/1",
      "X 5000001 . A G . . . GT 1 0/1 1/1", "MT 100 . A G . . . GT 0/1 1/1 1",
    ]
    let sexes: [Sex?] = [.male, .female, .male]
    let sites = [
      site(20_000, "G", "A", on: 23), site(5_000_000, "G", "A", on: 23),
      site(5_000_001, "G", "A", on: 23), site(100, "G", "A", on: 25),
    ]
    #expect(
      try lines(rows, sites, sexes: sexes) == [
        "altRef 0 1 called:2:2 called:2:2 called:1:2",
        "altRef 1 1 called:1:1 called:2:2 no_call:nan:1",
        "altRef 2 1 called:1:1 called:1:2 called:1:1",
        "altRef 3 1 no_call:nan:1 called:1:1 called:1:1",
      ])
    #expect(try lines(rows, sites)[1] == "altRef 1 1 called:2:2 called:2:2 called:1:2")
  }

  @Test func `expected dosages stand above genotypes, and fill missing ones`() throws {
    let rows = ["1 5 . A G . . . GT 0/1 ./. 1/1", "1 6 . A G,T . . . GT 0/1 1/2 1"]
    let sites = [site(5, "G", "A"), site(5, "A", "G"), site(6, "T", "A"), site(6, "A", "G")]
    let found = try lines(rows, sites) { batch in
      batch.dosages = [0.75, 1.5, .nan] + [0.5, 1, 0.25] + [0.25, 0.75, 0.5]
      for (record, start) in [0, 3].enumerated() { batch.sampleValues[record].dosageStart = start }
    }
    #expect(
      found == [
        "altRef 0 1 called:0.75:2 called:1.5:2 called:2:2",
        "refAlt 0 1 called:1.25:2 called:0.5:2 called:0:2",
        "altRef 1 2 called:0.25:2 called:0.75:2 called:0.5:1",
        "refAlt 1 1 called:1.25:2 called:0.25:2 called:0.25:1",
      ])
  }

  @Test func `an absent site is the reference only where a run says so, and stays absent`() throws {
    let rows = ["1 5 . A G . . . GT 0/1"]
    let sites = [site(4, "C", "T", "C"), site(4, "T", "C", "C"), site(4, "T", "C")]
    #expect(
      try lines(rows, sites) == [
        "uncovered -1 0 absent:nan:0", "uncovered -1 0 absent:nan:0", "uncovered -1 0 absent:nan:0",
      ])
    #expect(
      try lines(rows, sites, rules: EvidenceRules(absentAsReference: true)) == [
        "block -1 0 absent:2:2", "block -1 0 absent:0:2", "uncovered -1 0 absent:nan:0",
      ])
  }

  @Test func `the catalogue's rules flip strands, and keep out what is ambiguous`() throws {
    let rows = [
      "1 5 . A G . . . GT 0/1", "1 6 . A T . . . GT 0/1", "1 7 . A C,G . . . GT 1/2",
      "1 8 . A <NON_REF> . . END=9 GT:DP:GQ 0/0:30:60",
    ]
    let sites = [
      site(5, "T", "C"), site(5, "C", nil), site(6, "A", "T"), site(7, "C", "A"),
      site(8, "T", "G"), site(8, "A", "T"), site(8, "G", nil),
    ]
    #expect(
      try lines(rows, sites, matching: .catalogue(keepsAmbiguous: false)) == [
        "refAltFlip 0 1 called:1:2", "noOtherAltFlip 0 1 called:1:2", "ambiguous 1 1 called:1:2",
        "multiallelic 2 1 called:1:2", "block -1 0 reference_block:2:2",
        "ambiguous -1 0 reference_block:2:2", "block -1 0 reference_block:0:2",
      ])
    #expect(
      try lines(rows, sites) == [
        "mismatch -1 0 called:nan:2", "otherAlleles -1 0 called:0:2", "refAlt 1 1 called:1:2",
        "altRef 2 1 called:1:2", "mismatch -1 0 reference_block:nan:2",
        "block -1 0 reference_block:2:2", "block -1 0 reference_block:0:2",
      ])
  }

  @Test func `an indel moves left through a repeat where the reference is known`() {
    let reference = Array("GCAAAT".utf8)
    var builder = WantedSitesBuilder()
    builder.append(
      chromosome: 1, position: 3, effect: Array("AA".utf8).span, other: Array("A".utf8).span,
      reference: Array("AA".utf8).span, base: { reference[$0] })
    let site = builder.finish()[0]
    #expect(
      site == WantedSite(chromosome: 1, position: 1, effect: "CA", other: "C", reference: "CA"))
  }

  @Test func `sites are handed over in the stream's order, those of no contig last`() throws {
    let folder = Fixtures.scratch("order")
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.vcf").path(percentEncoded: false)
    try """
    ##fileformat=VCFv4.2
    ##contig=<ID=chr2>
    ##contig=<ID=chr1>
    ##FORMAT=<ID=GT,Number=1,Type=String,Description="x">
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS
    chr2\t5\t.\tA\tG\t.\t.\t.\tGT\t0/1
    chr1\t5\t.\tA\tG\t.\t.\t.\tGT\t0/1

    """.write(toFile: path, atomically: true, encoding: .utf8)
    let found = try ResolvedSites(
      path,
      [
        site(9, "G", "A", on: 3), site(9, "G", "A", on: 2), site(5, "G", "A", on: 2),
        site(5, "G", "A"), site(5, "G", "A", on: 24),
      ])
    // By index in the genome's order: 1:5, 2:5, 2:9, 3:9, Y:5.
    #expect(found.order == [1, 2, 0, 3, 4])
    #expect(found.calls.map { $0[0].status } == [.absent, .absent, .called, .called, .absent])
  }
}
