import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaePipeline

/// A sorted, indexed BAM; nil without samtools.
private func indexedBAM(_ text: String, index: [String] = []) throws -> String? {
  guard Oracle.has("samtools") else { return nil }
  let folder = Fixtures.scratch("chunks").path(percentEncoded: false)
  try text.write(toFile: folder + "/a.sam", atomically: true, encoding: .utf8)
  let bam = folder + "/a.bam"
  try #require(Oracle.run("samtools", ["sort", "-o", bam, folder + "/a.sam"]).status == 0)
  try #require(Oracle.run("samtools", ["index"] + index + [bam]).status == 0)
  return bam
}

/// Everything that the alignment groups give of a file: values and rows.
private struct Everything: Equatable {
  var values: [[FeatureValue]] = []
  var tables: [TableName: RecordBatch] = [:]

  init(_ part: AlignmentPart, _ kinds: [any AlignmentFeature.Type]) {
    let alignment = part.preparation.finish()
    for (kind, feature) in zip(kinds, part.features) {
      let schemas = kind.group.tables.map { TableSchema($0.name, $0.columns.map(\.field)) }
      var output = FeatureOutput(tables: schemas)
      feature.finish(alignment, into: &output)
      values.append(output.values)
      tables.merge(output.tables) { $1 }
    }
  }
}

/// Reads a file in one piece and in chunks of at least `byteCount` compressed bytes; gives both and
/// the number of chunks.
private func readBothWays(
  _ path: String, _ options: FeatureOptions, byteCount: Int, threads: Int = 2
) throws -> (serial: Everything, chunked: Everything?, chunks: Int) {
  let kinds = FeatureRegistry.alignment
  let fields = AlignmentPart.fields(kinds, options)
  var reader = try AlignmentReader(path: path, fields: fields)
  let context = AlignmentContext(
    contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted, options: options)
  var serial = AlignmentPart(kinds, context)
  let found = try AlignmentIndex.beside(
    path, format: reader.format, contigCount: reader.contigs.count)
  let index = try #require(found)
  let offset = reader.firstBlockedOffset
  let start = try #require(offset)
  let plan = AlignmentChunkPlan(
    windows: index.contigs.map(\.windows), windowLength: index.windowLength,
    firstOffset: start, uncut: serial.preparation.uncut,
    byteCount: byteCount)
  var batch = AlignmentBatch()
  while try reader.read(into: &batch) { serial.consume(batch) }
  serial.endChunk()
  let run = AlignmentChunkRun(
    path: path, kinds: kinds, context: context, regions: AlignmentRegions(context), fields: fields,
    threads: threads,
    cancellation: Cancellation())
  let merged = run.run(plan.chunks)
  return (Everything(serial, kinds), merged.map { Everything($0, kinds) }, plan.chunks.count)
}

private let panel = [
  GenomicInterval(contig: "big", start: 100_000, end: 101_000, name: "GENE"),
  GenomicInterval(contig: "big", start: 180_000, end: 180_400, name: "GENE"),
  GenomicInterval(contig: "big", start: 300_000, end: 300_001, name: "BASE"),
  GenomicInterval(contig: "deep", start: 0, end: 3_001, name: "DEEP"),
  GenomicInterval(contig: "empty", start: 5, end: 50, name: "EMPTY"),
]

@Test(arguments: [[], ["-c"]], [31, 32, 33] as [UInt64])
func `chunks side by side give what one reading gives, bit by bit`(
  index: [String], seed: UInt64
) throws {
  let text = AwkwardReads(seed: seed, pairs: 6_000).text
  guard let path = try indexedBAM(text, index: index) else { return }
  for options in [FeatureOptions(), FeatureOptions(panel: panel, tables: [.intervals])] {
    let (serial, chunked, count) = try readBothWays(path, options, byteCount: 0)
    #expect(count > 30)
    #expect(chunked == serial)
  }
}

@Test func `a gene over a whole contig leaves that contig in one chunk`() throws {
  guard let path = try indexedBAM(AwkwardReads(seed: 5, pairs: 2_000).text) else { return }
  let whole = [GenomicInterval(contig: "big", start: 0, end: 700_000, name: "WHOLE")]
  let (serial, chunked, count) = try readBothWays(
    path, FeatureOptions(panel: whole), byteCount: 0)
  #expect((2...4).contains(count))
  #expect(chunked == serial)
}

@Test func `public BAMs read in chunks as in one piece`() throws {
  for name in [
    "genomics/bam/NA12878.b37.20-21.10M.bam", "genomics/bam/strelka_demo20/NA12891_demo20.bam",
  ] {
    guard let original = Fixtures.publicRecord(name), Oracle.has("samtools") else { return }
    let path = Fixtures.scratch().appending(path: "a.bam").path(percentEncoded: false)
    try #require(Oracle.run("samtools", ["sort", "-o", path, original]).status == 0)
    try #require(Oracle.run("samtools", ["index", path]).status == 0)
    let (serial, chunked, count) = try readBothWays(path, FeatureOptions(), byteCount: 0)
    if count > 1 { #expect(chunked == serial) }
  }
}

@Test func `an index that leaves records out is noticed, and so is a fault within a chunk`() throws
{
  let header = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:a\tLN:400000\n"
  func reads(_ starts: some Sequence<Int>) -> String {
    starts.map { "r\($0)\t0\ta\t\($0)\t60\t50M\t*\t0\t0\t*\t*\n" }.joined()
  }
  let starts = stride(from: 1, to: 300_000, by: 40)
  guard let path = try indexedBAM(header + reads(starts)) else { return }
  let (serial, chunked, count) = try readBothWays(path, FeatureOptions(), byteCount: 0)
  #expect(count > 10 && chunked == serial)
  // A plan that jumps over records: a chunk's offset moved to the one after it.
  let reader = try AlignmentReader(path: path, fields: [])
  let context = AlignmentContext(
    contigs: reader.contigs, isCoordinateSorted: true, options: FeatureOptions())
  let kinds = FeatureRegistry.alignment
  let run = AlignmentChunkRun(
    path: path, kinds: kinds, context: context,
    regions: AlignmentRegions(context), fields: AlignmentPart.fields(kinds, FeatureOptions()),
    threads: 2,
    cancellation: Cancellation())
  let found = try AlignmentIndex.beside(path, format: .bam, contigCount: 1)
  let index = try #require(found)
  let offset = reader.firstBlockedOffset
  let start = try #require(offset)
  let chunks = AlignmentChunkPlan(
    windows: index.contigs.map(\.windows), windowLength: index.windowLength,
    firstOffset: start, uncut: [:], byteCount: 0
  ).chunks
  var skewed = chunks
  skewed[5] = AlignmentChunk(offset: chunks[8].offset, range: chunks[5].range)
  #expect(run.run(chunks) != nil)
  #expect(run.run(skewed) == nil)
}
