import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// Holds mean, maximum and breadths to mosdepth's per-base depths.
private func expectEqual(_ path: String, fasta: String? = nil) throws {
  guard let peer = Mosdepth(path, fasta: fasta) else { return }
  // Of a CRAM no bases are wanted, which would need the reference.
  let pass = try AlignmentPass(path, FeatureOptions(), [Coverage.self])
  let length = try AlignmentReader.inspect(path: path).contigs.reduce(0) { $0 + $1.length }
  #expect(pass.number("aln.coverage.mean") == Double(peer.bases) / Double(length))
  #expect(pass.integer("aln.coverage.max") == Int64(peer.maximum))
  for depth in [1, 5, 10, 15, 20, 30, 50, 100] {
    #expect(
      pass.number("aln.coverage.breadth_\(depth)x")
        == Double(peer.bases(atLeast: depth)) / Double(length), "\(depth)x")
  }
  try expectEqualContigs(pass, peer, try AlignmentReader.inspect(path: path).contigs)
}

/// Holds the rows of contigs to mosdepth's summary and per-base depths.
private func expectEqualContigs(
  _ pass: AlignmentPass, _ peer: Mosdepth, _ contigs: [Contig]
) throws {
  let rows = try #require(pass.tables[.contigs])
  #expect(rows.map { $0["contig"] } == contigs.map { .text($0.name) })
  for (row, contig) in zip(rows, contigs) {
    #expect(row["length"] == .integer(Int64(contig.length)))
    let histogram = peer.contigHistograms[contig.name] ?? [:]
    for depth in [1, 5, 10, 15, 20, 30, 50, 100] {
      let reached = histogram.reduce(0) { $1.key >= depth ? $0 + $1.value : $0 }
      #expect(row["breadth_\(depth)x"]?.figure == Double(reached) / Double(contig.length))
    }
    guard let line = peer.contigs.first(where: { $0[0] == contig.name }) else {
      #expect(row["bases"] == .integer(0) && row["mean"] == .number(0), "\(contig.name)")
      #expect(row["min"] == .integer(0) && row["max"] == .integer(0), "\(contig.name)")
      continue
    }
    #expect(row["bases"]?.figure.map { String(Int($0)) } == line[2])
    #expect(row["mean"]?.figure.map { String(format: "%.2f", $0) } == line[3])
    #expect(row["min"]?.figure.map { String(Int($0)) } == line[4])
    #expect(row["max"]?.figure.map { String(Int($0)) } == line[5])
  }
}

@Test func `autosomal figures are those of the contigs 1 to 22 alone`() throws {
  guard let path = try SAMFile(QualityReads(seed: 5, pairs: 9_000).text).sortedBAM(),
    let peer = Mosdepth(path)
  else { return }
  var depths: [Int] = []
  for contig in ["chr1", "2", "chr22", "chr3"] {
    for (depth, bases) in peer.contigHistograms[contig] ?? [:] {
      depths += Array(repeating: depth, count: bases)
    }
  }
  depths.sort()
  let pass = try AlignmentPass(path)
  let mean = Double(depths.reduce(0, +)) / Double(depths.count)
  let rank = Int(0.5 + 0.5 * Double(depths.count)) - 1
  let median = depths[rank]
  #expect(pass.number("aln.coverage.autosomal_mean") == mean)
  #expect(pass.integer("aln.coverage.autosomal_median") == Int64(median))
  #expect(
    pass.integer("aln.coverage.autosomal_mad")
      == Int64(depths.map { abs($0 - median) }.sorted()[rank]))
  let reached = depths[depths.count - (4 * depths.count + 4) / 5]
  #expect(reached > 0)
  #expect(pass.number("aln.coverage.autosomal_fold_80") == mean / Double(reached))
}

@Test func `autosomes that most bases of have no depth have no fold-80`() throws {
  let text = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:a\tLN:10\n@SQ\tSN:7\tLN:100\n"
  let read = "r\t0\t7\t1\t60\t79M\t*\t0\t0\t*\t*\n"
  let pass = try AlignmentPass(SAMFile(text + read).path)
  #expect(pass.number("aln.coverage.autosomal_mean") == 0.79)
  #expect(pass.integer("aln.coverage.autosomal_median") == 1)
  #expect(pass.values["aln.coverage.autosomal_fold_80"] == .missing(.zeroDenominator))
  let none = try AlignmentPass(SAMFile("@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:a\tLN:9\n", "x").path)
  for name in ["mean", "median", "mad", "fold_80"] {
    #expect(none.values["aln.coverage.autosomal_" + name] == .missing(.noAutosomes))
  }
}

@Test func `contigs are rows whatever the order, with figures only where it is known`() throws {
  let pass = try AlignmentPass(SAMFile("@SQ\tSN:a\tLN:100\n@SQ\tSN:b\tLN:7\n").path)
  let rows = try #require(pass.tables[.contigs])
  #expect(rows.map { $0["contig"] } == [.text("a"), .text("b")])
  #expect(rows[0]["length"] == .integer(100) && rows[0]["mean"] == .missing(nil))
  #expect(rows[1]["breadth_100x"] == .missing(nil))
}

@Test(arguments: [
  "genomics/bam/NA12878.b37.20-21.10M.bam", "genomics/bam/strelka_demo20/NA12891_demo20.bam",
  "genomics/mt/HG03478.MT.bam",
  "genomics/mt/strelka_NA12878_chrM/NA12878_chrM_200-200.bam", "genomics/bam/mosdepth/ovl.bam",
  "genomics/bam/mosdepth/overlapping-pairs.bam",
])
func `coverage of public files equals mosdepth`(name: String) throws {
  guard let original = Fixtures.publicRecord(name), Oracle.has("samtools") else { return }
  // Some lack an index or the word that they are sorted.
  let path = Fixtures.scratch().appending(path: "a.bam").path(percentEncoded: false)
  #expect(Oracle.run("samtools", ["sort", "-o", path, original]).status == 0)
  #expect(Oracle.run("samtools", ["index", path]).status == 0)
  try expectEqual(path)
}

@Test func `coverage of a public CRAM equals mosdepth`() throws {
  guard let path = Fixtures.publicRecord("genomics/cram/NA12878.b37.20.10M.cram"),
    let fasta = Fixtures.publicRecord("genomics/bam/human_g1k_v37.20-21.padded.fa.gz")
  else { return }
  try expectEqual(path, fasta: fasta)
}

@Test(arguments: [1, 2, 3, 4] as [UInt64])
func `coverage of awkward reads equals mosdepth`(seed: UInt64) throws {
  guard let path = try SAMFile(AwkwardReads(seed: seed, pairs: 4_000).text).sortedBAM() else {
    return
  }
  try expectEqual(path)
}

@Test func `coverage of very deep reads equals mosdepth`() throws {
  var text = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:amplicon\tLN:300\n"
  for number in 0..<20_000 {
    text += "r\(number)\t99\tamplicon\t50\t60\t80M\t=\t50\t80\t*\t*\n"
    text += "r\(number)\t147\tamplicon\t50\t60\t80M\t=\t50\t-80\t*\t*\n"
  }
  guard let path = try SAMFile(text).sortedBAM() else { return }
  try expectEqual(path)
  #expect(try AlignmentPass(path).integer("aln.coverage.max") == 20_000)
}

@Test func `a header that does not say sorted gives null coverage and counts all the same`() throws
{
  let pass = try AlignmentPass(
    SAMFile("@SQ\tSN:a\tLN:100\nr\t0\ta\t5\t60\t10M\t*\t0\t0\t*\t*\n").path)
  for column in Coverage.group.columns {
    #expect(pass.values[column.id] == .missing(.notCoordinateSorted))
  }
  #expect(pass.integer("aln.flagstat.total") == 1)
}

@Test func `no contigs give null coverage, contigs without reads give zero`() throws {
  let none = try AlignmentPass(SAMFile("@HD\tVN:1.6\tSO:coordinate\n@RG\tID:a\n").path)
  for column in Coverage.group.columns { #expect(none.values[column.id] == .missing(.noContigs)) }
  let empty = try AlignmentPass(
    SAMFile("@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:a\tLN:100\n", "empty").path)
  #expect(empty.number("aln.coverage.mean") == 0)
  #expect(empty.integer("aln.coverage.max") == 0)
  #expect(empty.number("aln.coverage.breadth_1x") == 0)
}

@Test func `a contig of 250 Mb with an intron across it takes little memory`() throws {
  let length = 250_000_000
  let text = """
    @HD\tVN:1.6\tSO:coordinate
    @SQ\tSN:a\tLN:\(length)
    r\t0\ta\t1\t60\t100M249999800N100M\t*\t0\t0\t*\t*
    r\t0\ta\t5\t60\t100M\t*\t0\t0\t*\t*
    r\t0\ta\t100000000\t60\t100M100000000N100M\t*\t0\t0\t*\t*
    r\t0\ta\t249999901\t60\t100M\t*\t0\t0\t*\t*

    """
  let path = try SAMFile(text).path
  let before = residentBytes()
  let pass = try AlignmentPass(path)
  // One array a contig would take 1 GB.
  #expect(residentBytes() - before < 200_000_000)
  #expect(pass.number("aln.coverage.mean") == 600 / Double(length))
  #expect(pass.integer("aln.coverage.max") == 2)
  #expect(pass.number("aln.coverage.breadth_1x") == 404 / Double(length))
}

/// The greatest memory that the process has held so far.
private func residentBytes() -> Int {
  let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
  return (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1_024
}
