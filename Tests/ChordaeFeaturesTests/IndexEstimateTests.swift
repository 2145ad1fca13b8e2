import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// A male genome of some hundred windows of several blocks each: a gap on chromosome 1, Y half empty,
/// contigs that indexcov leaves out, tags that hardly compress.
private func maleGenome(_ seed: UInt64, tagLength: Int = 1_500) throws -> SAMFile {
  let contigs = [
    ("chr1", 800_000, 40), ("chr2", 400_000, 40), ("chrX", 350_000, 80), ("chrY", 250_000, 80),
    ("chrM", 16_569, 20), ("GL000192.1", 100_000, 40), ("chrUn_KI270302v1", 60_000, 20),
    ("chr6_apd_hap1", 70_000, 20), ("HLA-A", 40_000, 20), ("empty", 50_000, 0),
  ]
  var generator = SeededGenerator(seed: seed)
  let noise = (0..<40_000).flatMap { _ in Array(String(generator.next(), radix: 16).utf8) }
  var text = Array("@HD\tVN:1.6\tSO:coordinate\n".utf8)
  for (name, length, _) in contigs { text += Array("@SQ\tSN:\(name)\tLN:\(length)\n".utf8) }
  var read = 0
  for (name, length, step) in contigs where step > 0 {
    var start = 1
    while start + 60 < length {
      let isGap =
        name == "chr1" && (300_000..<450_000).contains(start)
        || name == "chrY" && (125_000..<249_000).contains(start)
      if !isGap {
        let flags = start % 97 == 0 ? 4 : 0
        text += Array("r\t\(flags)\t\(name)\t\(start)\t60\t30M\t*\t0\t0\t*\t*\tXX:Z:".utf8)
        let place = read * tagLength % (noise.count - tagLength)
        text += noise[place..<place + tagLength] + [10]
        read += 1
      }
      start += Int.random(in: 1...2 * step, using: &generator)
    }
  }
  let unplaced = String(repeating: "u\t4\t*\t0\t0\t*\t*\t0\t0\t*\t*\n", count: 17)
  return try SAMFile(String(decoding: text, as: UTF8.self) + unplaced, "male")
}

@Test(arguments: [1, 2] as [UInt64])
func `sizes of the windows say what indexcov says`(seed: UInt64) throws {
  guard let python = Oracle.python, let bam = try maleGenome(seed).sortedBAM()
  else { return }
  let script = Fixtures.root.appending(path: "Tests/Oracles/indexcov.py").path(
    percentEncoded: false)
  let names = try AlignmentReader.inspect(path: bam).contigs.map(\.name)
  let output = Oracle.run(python, [script, bam + ".bai"] + names)
  #expect(output.status == 0, "\(output.errors)")
  let pass = try AlignmentPass(bam)
  let lines = output.text.split(separator: "\n").map { $0.split(separator: " ") }
  #expect(lines.count == 9)
  for line in lines where line[0] != "unit" {
    let found = try #require(pass.values["aln.index.\(line[0])"]?.figure, "\(line[0])")
    #expect(abs(found - (Double(line[1]) ?? -1)) < 1e-6, "\(line[0])")
  }
  // And it is right: one copy of each, and the gap is seen.
  #expect(abs((pass.number("aln.index.x_copies") ?? 0) - 1) < 0.15)
  #expect(abs((pass.number("aln.index.y_copies") ?? 0) - 1) < 0.15)
  #expect((8...12).contains(pass.integer("aln.index.bins_low") ?? 0))
}

@Test func `counts of reads are the sums of samtools idxstats, from BAI and CSI`() throws {
  for arguments in [[], ["-c"]] {
    guard let bam = try maleGenome(3, tagLength: 10).sortedBAM() else { return }
    #expect(Oracle.run("samtools", ["index"] + arguments + [bam]).status == 0)
    let lines = Oracle.run("samtools", ["idxstats", bam]).text.split(separator: "\n")
      .map { $0.split(separator: "\t").compactMap { Int64($0) }.suffix(2).map { $0 } }
    let (mapped, unmapped) = (lines.reduce(0) { $0 + $1[0] }, lines.reduce(0) { $0 + $1[1] })
    let pass = try AlignmentPass(bam)
    #expect(unmapped > 100 && pass.integer("aln.index.reads_mapped") == mapped)
    #expect(pass.integer("aln.index.reads_unmapped") == unmapped)
    #expect(pass.number("aln.index.fraction_mapped") == Double(mapped) / Double(mapped + unmapped))
  }
}

@Test func `a CSI and a CRAI give about the same estimates as the BAI`() throws {
  guard let bam = try maleGenome(4).sortedBAM() else { return }
  let bai = try AlignmentPass(bam)
  #expect(Oracle.run("samtools", ["index", "-c", bam]).status == 0)
  let csi = try AlignmentPass(bam)
  // A window before a gap is spread over it: bins say nothing of where the gap begins.
  for (word, tolerance) in [
    ("reads_mapped", 0), ("reads_unmapped", 0), ("fraction_mapped", 0), ("x_copies", 0.02),
    ("bins_in", 2), ("bins_out", 2), ("bins_low", 2), ("bins_high", 2), ("fraction_out", 0.02),
  ] {
    let id = "aln.index.\(word)"
    let (a, b) = (bai.values[id]?.figure ?? -1, csi.values[id]?.figure ?? -2)
    #expect(abs(a - b) <= tolerance, "\(id): \(a) \(b)")
  }
  let cram = String(bam.dropLast(3)) + "cram"
  #expect(
    Oracle.run(
      "samtools",
      [
        "view", "-C", "--output-fmt-option", "no_ref=1", "--output-fmt-option",
        "seqs_per_slice=300", "-o", cram, bam,
      ]
    ).status == 0)
  #expect(Oracle.run("samtools", ["index", cram]).status == 0)
  let crai = try AlignmentPass(cram)
  #expect(crai.values["aln.index.reads_mapped"] == .missing(.notInIndex))
  #expect(crai.values["aln.index.reads_unmapped"] == .missing(.notInIndex))
  #expect(crai.values["aln.index.fraction_mapped"] == .missing(.notInIndex))
  for chromosome in ["x", "y"] {
    #expect(abs((crai.number("aln.index.\(chromosome)_copies") ?? 0) - 1) < 0.15)
  }
  let bins = (crai.integer("aln.index.bins_in") ?? 0) + (crai.integer("aln.index.bins_out") ?? 0)
  #expect((80...84).contains(bins), "\(bins)")
}

@Test func `without an index, without reads and without X the estimates are null with a reason`()
  throws
{
  let plain = try AlignmentPass(maleGenome(5, tagLength: 10).path)
  for column in IndexEstimate.group.columns {
    #expect(plain.values[column.id] == .missing(.noIndex))
  }
  guard
    let empty = try SAMFile("@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:1\tLN:99\n", "empty").sortedBAM()
  else { return }
  let none = try AlignmentPass(empty)
  #expect(none.integer("aln.index.reads_mapped") == 0)
  #expect(none.values["aln.index.fraction_mapped"] == .missing(.noReads))
  #expect(none.values["aln.index.dispersion"] == .missing(.noReads))
  guard let path = Fixtures.publicRecord("genomics/mt/HG03478.MT.bam") else { return }
  let mitochondrion = try AlignmentPass(path)
  #expect(mitochondrion.integer("aln.index.reads_mapped") ?? 0 > 1_000)
  #expect(mitochondrion.values["aln.index.x_copies"]?.isMissing == true)
}
