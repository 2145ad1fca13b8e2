import ChordaeCore
import ChordaeFeatures
import ChordaeTestSupport
import Foundation
import Testing

@Suite struct `The mitochondrial genome` {
  /// Shares of 30 % on both strands, 40 % at a masked place, 20 % on one strand, all, 93 % and 5 %.
  private static let changes: [MitochondrialReads.Change] = [
    .init(position: 5_000) { $0 % 10 < 3 }, .init(position: 300) { $0 % 10 < 4 },
    .init(position: 8_000) { $0 % 10 == 0 || $0 % 10 == 2 }, .init(position: 10_000) { _ in true },
    .init(position: 12_000) { $0 % 14 != 3 },
    .init(position: 14_000) { $0 % 40 == 3 || $0 % 40 == 4 },
  ]

  private static let kinds: [any AlignmentFeature.Type] = [MitochondrialGenome.self]

  /// The columns by another way: from mpileup's text.
  private func expectEqual(
    _ pass: SitePass, _ peer: Mpileup, _ contig: String, length: Int,
    reference: ((Int) -> Character)? = nil
  ) {
    let masked: Set = length == 16_569 ? [301, 302, 310, 316, 3_107, 16_182] : []
    var (evaluated, heteroplasmies, greatest) = (0, 0, 0.0)
    var (partial, whole) = (0, 0)
    for position in 0..<length where !masked.contains(position + 1) {
      let column = peer.column(contig, position)
      let bases = "ACGT".map { (letter: $0, reads: column.reads[$0] ?? [0, 0]) }
      let depth = bases.reduce(0) { $0 + $1.reads[0] + $1.reads[1] }
      guard depth >= 100 else { continue }
      evaluated += 1
      let ranked = bases.sorted { $0.reads[0] + $0.reads[1] > $1.reads[0] + $1.reads[1] }
      let second = ranked[1].reads
      if second[0] > 0, second[1] > 0 {
        let share = Double(second[0] + second[1]) / Double(depth)
        greatest = max(greatest, share)
        heteroplasmies += share >= 0.1 ? 1 : 0
      }
      for base in bases where base.letter != reference?(position) {
        let share = Double(base.reads[0] + base.reads[1]) / Double(depth)
        guard base.reads[0] > 0, base.reads[1] > 0, share >= 0.1 else { continue }
        if share >= 0.95 { whole += 1 } else { partial += 1 }
      }
    }
    #expect(pass.integer("aln.mt.evaluated_positions") == evaluated)
    guard evaluated > 0 else { return }
    #expect(pass.integer("aln.mt.heteroplasmy_count") == heteroplasmies)
    #expect(pass.number("aln.mt.heteroplasmy_max") == greatest)
    guard reference != nil else { return }
    #expect(pass.integer("aln.mt.heteroplasmic_changes") == partial)
    #expect(pass.integer("aln.mt.homoplasmic_changes") == whole)
  }

  @Test func `gives the heteroplasmies that were planted, by mpileup's counts`() throws {
    let reads = MitochondrialReads(seed: 3, Self.changes)
    guard let fasta = try indexedFASTA(reads.fasta), let path = try SAMFile(reads.text).sortedBAM(),
      let peer = Mpileup(path, fasta: fasta)
    else { return }
    let pass = try SitePass(path, Self.kinds, fasta: fasta)
    let bases = Array(reads.fasta.split(separator: "\n")[3])
    expectEqual(pass, peer, "chrM", length: 16_569) { bases[$0] }
    #expect(pass.integer("aln.mt.heteroplasmy_count") == 1)
    #expect(pass.number("aln.mt.heteroplasmy_max") == 0.3)
    #expect(pass.integer("aln.mt.heteroplasmic_changes") == 2)
    #expect(pass.integer("aln.mt.homoplasmic_changes") == 1)
    let parts = try SitePass(path, Self.kinds, fasta: fasta, inParts: true)
    #expect(parts.values == pass.values)
  }

  @Test func `gives depth and copy numbers by both definitions`() throws {
    let reads = MitochondrialReads(seed: 4, [])
    let path = try SAMFile(reads.text).path
    let pass = try SitePass(path, Self.kinds)
    let mean = Double(reads.mitochondrialBases) / 16_569
    #expect(pass.number("aln.mt.mean_depth") == mean)
    #expect(pass.number("aln.mt.copy_number_by_median") == 2 * mean / 2)
    #expect(pass.number("aln.mt.copy_number_by_mean") == 2 * mean / 1.999)
    #expect(pass.values["aln.mt.homoplasmic_changes"] == .missing(.noReference))
  }

  @Test func `masks nothing of hg19's sequence`() throws {
    let reads = MitochondrialReads(seed: 5, name: "chrM", length: 16_571, Self.changes)
    let pass = try SitePass(SAMFile(reads.text).path, Self.kinds)
    // The place that is masked in the revised Cambridge sequence counts too.
    #expect(pass.integer("aln.mt.heteroplasmy_count") == 2)
    #expect(pass.number("aln.mt.heteroplasmy_max") == 0.4)
  }

  @Test(arguments: [
    ("genomics/mt/HG03478.MT.bam", "MT", 16_569),
    ("genomics/mt/strelka_NA12878_chrM/NA12878_chrM_200-200.bam", "chrM", 16_571),
  ])
  func `of public files equals mpileup and mosdepth`(
    name: String, contig: String, length: Int
  ) throws {
    guard let path = Fixtures.publicRecord(name), let peer = Mpileup(path),
      Oracle.has("mosdepth")
    else { return }
    let pass = try SitePass(path, Self.kinds)
    expectEqual(pass, peer, contig, length: length)
    let prefix = Fixtures.scratch().path(percentEncoded: false) + "/m"
    #expect(Oracle.run("mosdepth", ["-n", prefix, path]).status == 0)
    let summary = try String(contentsOfFile: prefix + ".mosdepth.summary.txt", encoding: .utf8)
    let line = summary.split(separator: "\n").map { $0.split(separator: "\t") }
      .first { $0[0] == contig }
    let bases = try #require(line.flatMap { Double($0[2]) })
    #expect(pass.number("aln.mt.mean_depth") == bases / Double(length))
    let copies = pass.values["aln.mt.copy_number_by_mean"]
    #expect([.missing(.zeroDenominator), .missing(.noAutosomes)].contains(copies))
    let isDeep = pass.integer("aln.mt.evaluated_positions") ?? 0 > 0
    #expect(isDeep || pass.values["aln.mt.heteroplasmy_max"] == .missing(.tooShallow))
  }

  @Test(arguments: [
    ("@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chrM\tLN:16000\n", MissingReason.noMitochondrialContig),
    ("@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chr1\tLN:16569\n", .noMitochondrialContig),
    ("@HD\tVN:1.6\tSO:coordinate\n", .noMitochondrialContig),
    ("@HD\tVN:1.6\tSO:unsorted\n@SQ\tSN:M\tLN:16569\n", .notCoordinateSorted),
  ])
  func `is null with its reason where it is not there or not sorted`(
    header: String, reason: MissingReason
  ) throws {
    let pass = try SitePass(SAMFile(header + "@RG\tID:a\n").path, Self.kinds)
    for column in MitochondrialGenome.group.columns {
      #expect(pass.values[column.id] == .missing(reason), "\(column.id)")
    }
  }

  @Test func `is the revised Cambridge sequence where the header has both`() throws {
    let header =
      "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chrM\tLN:16571\n@SQ\tSN:chrMT\tLN:16569\n"
    let read = "r\t0\tchrMT\t5\t60\t50M\t*\t0\t0\t*\t*\n"
    let pass = try SitePass(SAMFile(header + read).path, Self.kinds)
    #expect(pass.number("aln.mt.mean_depth") == 50.0 / 16_569)
    #expect(pass.values["aln.mt.copy_number_by_median"] == .missing(.noAutosomes))
    #expect(pass.values["aln.mt.heteroplasmy_count"] == .missing(.tooShallow))
  }
}
