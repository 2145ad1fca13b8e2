import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

private let publicBAMs = [
  "genomics/bam/NA12878_small.bam", "genomics/bam/NA12878.b37.20-21.10M.bam",
  "genomics/bam/chr1_883884/1_883884-887618.bam", "genomics/bam/mosdepth/ovl.bam",
  "genomics/bam/strelka_demo20/NA12892_demo20.bam", "genomics/mt/HG03478.MT.bam",
]

/// A sorted BAM of awkward reads, some of which pass over many windows, with an index of one kind.
private func awkwardBAM(_ index: [String]) throws -> String {
  let folder = Fixtures.scratch().path(percentEncoded: false)
  try AwkwardReads(seed: 11, pairs: 2_000).text.write(
    toFile: folder + "/a.sam", atomically: true, encoding: .utf8)
  let bam = folder + "/a.bam"
  #expect(Oracle.run("samtools", ["sort", "-o", bam, folder + "/a.sam"]).status == 0)
  #expect(Oracle.run("samtools", ["index"] + index + [bam]).status == 0)
  return bam
}

private func index(of bam: String) throws -> AlignmentIndex {
  let summary = try AlignmentReader.inspect(path: bam)
  return try #require(
    try AlignmentIndex.beside(bam, format: summary.format, contigCount: summary.contigs.count))
}

/// The spans of all records with a place, as `samtools view` and the CIGARs tell them.
private func spans(of bam: String, contigs: [Contig]) throws -> [[Range<Int>]] {
  var spans = contigs.map { _ in [Range<Int>]() }
  var reader = try AlignmentReader(path: bam, fields: [.cigar], form: .htslib)
  var batch = AlignmentBatch()
  while try reader.read(into: &batch) {
    for record in batch.records where record.contig >= 0 {
      spans[Int(record.contig)].append(record.start..<record.end)
    }
  }
  return spans
}

@Test(arguments: publicBAMs)
func `read counts of an index equal samtools idxstats`(name: String) throws {
  guard let bam = Fixtures.publicRecord(name), Oracle.has("samtools") else { return }
  let index = try index(of: bam)
  let lines = Oracle.run("samtools", ["idxstats", bam]).text.split(separator: "\n")
    .map { $0.split(separator: "\t").compactMap { Int($0) }.suffix(2) }
  #expect(!lines.isEmpty)
  for (contig, counts) in zip(index.contigs, lines) {
    #expect([contig.mappedCount ?? 0, contig.unmappedCount ?? 0] == Array(counts))
  }
  #expect(index.unplacedCount == lines.last?.last)
  #expect(index.kind == .bai)
}

@Test(arguments: [[], ["-c"], ["-c", "-m", "12"], ["-c", "-m", "16"]])
func `from a window's offset on, all records that reach into it are met`(
  arguments: [String]
) throws {
  guard Oracle.has("samtools") else { return }
  let bam = try awkwardBAM(arguments)
  let index = try index(of: bam)
  let summary = try AlignmentReader.inspect(path: bam)
  #expect(index.windowLength == (arguments.last == "16" ? 65_536 : 16_384))
  let spans = try spans(of: bam, contigs: summary.contigs)
  for (contig, entry) in index.contigs.enumerated() {
    for (window, offset) in entry.windows.enumerated() {
      let bases = window * index.windowLength..<(window + 1) * index.windowLength
      guard let first = spans[contig].firstIndex(where: { $0.overlaps(bases) }) else { continue }
      let chunk = AlignmentChunk(
        offset: offset,
        range: AlignmentPosition(contig: contig, start: -1)..<AlignmentChunk.end)
      var reader = try AlignmentReader(path: bam, fields: [], chunk: chunk)
      var batch = AlignmentBatch()
      #expect(try reader.read(into: &batch))
      let met = try #require(batch.records.first)
      let place = try #require(
        spans[contig].firstIndex { $0.lowerBound == met.start && $0.upperBound == met.end })
      #expect(met.contig == contig && place <= first, "\(contig) \(window)")
      // A BAI tells the very record.
      if arguments.isEmpty { #expect(spans[contig][place].overlaps(bases), "\(contig) \(window)") }
    }
  }
  #expect(index.contigs.map(\.windows.count).max() ?? 0 > 5)
  #expect(index.contigs[1].offsets == nil)
}

@Test func `a CSI says the same as the BAI of the file`() throws {
  guard let path = Fixtures.publicRecord("genomics/bam/strelka_demo20/NA12891_demo20.bam"),
    Oracle.has("samtools")
  else { return }
  let folder = Fixtures.scratch().path(percentEncoded: false)
  let bam = folder + "/a.bam"
  try FileManager.default.copyItem(atPath: path, toPath: bam)
  #expect(Oracle.run("samtools", ["index", bam]).status == 0)
  let bai = try index(of: bam)
  #expect(Oracle.run("samtools", ["index", "-c", bam]).status == 0)
  // As htslib does, the CSI is looked for first.
  let csi = try index(of: bam)
  #expect([bai.kind, csi.kind] == [.bai, .csi])
  #expect(csi.contigs.map(\.mappedCount) == bai.contigs.map(\.mappedCount))
  #expect(csi.contigs.map(\.offsets) == bai.contigs.map(\.offsets))
  #expect(csi.unplacedCount == bai.unplacedCount && csi.lastOffset == bai.lastOffset)
  for (a, b) in zip(csi.contigs, bai.contigs) {
    for (x, y) in zip(a.windows, b.windows) { #expect(x <= y) }
  }
}

@Test(arguments: [
  "genomics/cram/NA12878.b37.20.10M.cram",
  "genomics/hts-specs/cram3.0/1405_index_multisliceref.cram",
])
func `a CRAI tells its slices as its text does`(name: String) throws {
  guard let cram = Fixtures.publicRecord(name) else { return }
  let index = try index(of: cram)
  #expect(index.kind == .crai && index.unplacedCount == nil)
  let text = Oracle.run("/usr/bin/env", ["zcat", "-f", cram + ".crai"]).text
  let lines = text.split(separator: "\n").map { $0.split(separator: "\t").compactMap { Int($0) } }
  let placed = lines.filter { $0[0] >= 0 }
  #expect(!placed.isEmpty)
  for (contig, entry) in index.contigs.enumerated() {
    let expected = placed.filter { $0[0] == contig }
    let found = entry.slices.map {
      [contig, $0.start + 1, $0.end - $0.start, $0.containerOffset, $0.sliceOffset, $0.byteCount]
    }
    #expect(found == expected)
  }
  #expect(index.lastOffset == lines.map { $0[3] + $0[4] + $0[5] }.max())
}
