import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// Holds mean, maximum and breadths to mosdepth's per-base depths.
private func expectEqual(_ path: String, fasta: String? = nil) throws {
  guard let peer = Mosdepth(path, fasta: fasta) else { return }
  let pass = try AlignmentPass(path, fasta: fasta)
  let length = try AlignmentReader.inspect(path: path).contigs.reduce(0) { $0 + $1.length }
  #expect(pass.number("aln.coverage.mean") == Double(peer.bases) / Double(length))
  #expect(pass.integer("aln.coverage.max") == Int64(peer.maximum))
  for depth in [1, 5, 10, 15, 20, 30, 50, 100] {
    #expect(
      pass.number("aln.coverage.breadth_\(depth)x")
        == Double(peer.bases(atLeast: depth)) / Double(length), "\(depth)x")
  }
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
