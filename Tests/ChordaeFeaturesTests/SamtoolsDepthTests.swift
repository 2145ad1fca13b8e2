import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// Bases by depth as `samtools depth` prints them, position by position.
private func peerDepths(_ path: String, _ more: [String]) -> [Int: Int] {
  let text = Oracle.run("samtools", ["depth", "-s", "-G", "0x704"] + more + [path]).text
  var bases: [Int: Int] = [:]
  for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
    let depth = line.split(separator: UInt8(ascii: "\t"))[2]
    bases[Int(Substring(depth)) ?? -1, default: 0] += 1
  }
  return bases
}

/// Holds `aln.depth` to bases by depth.
private func expectEqual(_ path: String, _ peer: [Int: Int]) throws {
  let pass = try AlignmentPass(path)
  let length = peer.values.reduce(0, +)
  let sum = peer.reduce(0) { $0 + $1.key * $1.value }
  #expect(length == (try AlignmentReader.inspect(path: path).contigs.reduce(0) { $0 + $1.length }))
  #expect(pass.number("aln.depth.mean") == Double(sum) / Double(length))
  #expect(pass.integer("aln.depth.max") == peer.keys.max().map { Int64($0) })
  for depth in [1, 5, 10, 15, 20, 30, 50, 100] {
    let reached = peer.reduce(0) { $1.key >= depth ? $0 + $1.value : $0 }
    #expect(pass.number("aln.depth.breadth_\(depth)x") == Double(reached) / Double(length))
  }
}

/// The peer's depths where it runs on one contig at a time, so that it forgets names between them.
private func peerDepthsByContig(_ path: String) throws -> [Int: Int] {
  try AlignmentReader.inspect(path: path).contigs.reduce(into: [:]) { sum, contig in
    sum.merge(peerDepths(path, ["-a", "-r", "\(contig.name):1-\(contig.length)"])) { $0 + $1 }
  }
}

@Test(arguments: [
  "genomics/bam/NA12878_small.bam", "genomics/bam/strelka_demo20/NA12891_demo20.bam",
  "genomics/mt/HG03478.MT.bam",
  "genomics/mt/strelka_NA12878_chrM/NA12878_chrM_200-200.bam", "genomics/bam/mosdepth/ovl.bam",
  "genomics/bam/mosdepth/overlapping-pairs.bam", "genomics/bam/chr1_883884/1_883884-887618.bam",
])
func `depth of public files equals samtools depth`(name: String) throws {
  guard let original = Fixtures.publicRecord(name), Oracle.has("samtools") else { return }
  let path = Fixtures.scratch().appending(path: "a.bam").path(percentEncoded: false)
  #expect(Oracle.run("samtools", ["sort", "-o", path, original]).status == 0)
  // A header with all of the genome's contigs would print three thousand million lines.
  let header = Oracle.run("samtools", ["view", "-H", path]).text
  let longest = header.matches(of: /\tLN:([0-9]+)/).reduce(0) { $0 + (Int($1.output.1) ?? 0) }
  guard longest < 20_000_000 else { return }
  try expectEqual(path, peerDepths(path, ["-aa"]))
}

@Test(arguments: 1...8 as ClosedRange<UInt64>)
func `depth of awkward reads equals samtools depth, contig by contig`(seed: UInt64) throws {
  guard let path = try SAMFile(AwkwardReads(seed: seed, pairs: 4_000).text).sortedBAM() else {
    return
  }
  try expectEqual(path, peerDepthsByContig(path))
}

@Test(arguments: [1, 2] as [UInt64])
func `depth of awkward reads without supplementary ones equals samtools depth`(
  seed: UInt64
) throws {
  guard let original = try SAMFile(AwkwardReads(seed: seed, pairs: 4_000).text).sortedBAM() else {
    return
  }
  let path = Fixtures.scratch().appending(path: "a.bam").path(percentEncoded: false)
  #expect(Oracle.run("samtools", ["view", "-b", "-F", "0x800", "-o", path, original]).status == 0)
  try expectEqual(path, peerDepths(path, ["-aa"]))
}

@Test func `depth of very deep amplicons equals samtools depth`() throws {
  var text = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:amplicon\tLN:300\n"
  for number in 0..<12_000 {
    text += "r\(number)\t99\tamplicon\t50\t60\t80M\t=\t\(50 + number % 90)\t80\t*\t*\n"
    text += "r\(number)\t147\tamplicon\t\(50 + number % 90)\t60\t40M5D35M\t=\t50\t-80\t*\t*\n"
  }
  guard let path = try SAMFile(text).sortedBAM() else { return }
  try expectEqual(path, peerDepths(path, ["-aa"]))
}

@Test func `reads of a template that touch forget each other as samtools has it`() throws {
  // The second read starts where the first ends; a third of the same name lies over the second.
  let text = """
    @HD\tVN:1.6\tSO:coordinate
    @SQ\tSN:1\tLN:300
    r\t99\t1\t11\t60\t40M\t=\t51\t80\t*\t*
    r\t147\t1\t51\t60\t40M\t=\t11\t-80\t*\t*
    r\t2147\t1\t61\t60\t40M\t=\t11\t-80\t*\t*

    """
  guard let path = try SAMFile(text).sortedBAM() else { return }
  try expectEqual(path, peerDepths(path, ["-aa"]))
}
