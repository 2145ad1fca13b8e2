import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

/// A file read as a whole and in chunks that cut no region.
private struct ChunkedFile {
  let path: String
  let context: AlignmentContext
  let regions: AlignmentRegions
  static let kinds: [any AlignmentFeature.Type] = [
    Coverage.self, TargetCoverage.self, GeneCoverage.self,
  ]

  init(_ path: String, panel: [GenomicInterval], targets: [GenomicInterval]) throws {
    self.path = path
    let summary = try AlignmentReader.inspect(path: path)
    context = AlignmentContext(
      contigs: summary.contigs, isCoordinateSorted: summary.isCoordinateSorted,
      options: FeatureOptions(panel: panel, tables: [.intervals]), targets: targets)
    try context.checkPanel(path: path)
    try context.checkTargets(path: path)
    regions = AlignmentRegions(context)
  }

  /// Random places at whole blocks of the depth window, none within a span.
  func cuts(_ count: Int, _ generator: inout SeededGenerator) -> [AlignmentPosition] {
    let spans = regions.spans
    let places = context.contigs.enumerated().flatMap { contig, header in
      stride(from: 64, to: header.length, by: 64).map {
        AlignmentPosition(contig: contig, start: $0)
      }
    }.filter { cut in
      !spans.contains { span in
        span.contig == cut.contig && span.range.lowerBound < cut.start
          && cut.start < span.range.upperBound
      }
    }
    return places.shuffled(using: &generator).prefix(count).sorted()
  }

  /// The part of a chunk, or of all.
  func part(_ chunk: Range<AlignmentPosition>?) throws -> AlignmentPart {
    var part = AlignmentPart(Self.kinds, context, regions: regions, chunk: chunk)
    var reader = try AlignmentReader(
      path: path, fields: AlignmentPart.fields(Self.kinds, under: context.options))
    var batch = AlignmentBatch()
    while try reader.read(into: &batch) {
      if let chunk { batch.cut(to: chunk) }
      if batch.count > 0 { part.consume(batch) }
    }
    part.endChunk()
    return part
  }

  /// All values of the groups, then the rows of their tables.
  func output(_ part: AlignmentPart) -> [[FeatureValue]] {
    let alignment = part.preparation.finish()
    return zip(Self.kinds, part.features).flatMap { kind, feature in
      let schemas = kind.group.tables.map { TableSchema($0.name, $0.columns.map(\.field)) }
      var output = FeatureOutput(tables: schemas)
      feature.finish(alignment, into: &output)
      let rows = schemas.flatMap { schema in
        (output.tables[schema.table]?.columns ?? []).map { column in
          (0..<column.count).map { column[$0] }
        }
      }
      return [output.values] + rows
    }
  }
}

extension AlignmentBatch {
  /// Keeps what belongs to a chunk, with those before it that reach into it at the front.
  fileprivate mutating func cut(to chunk: Range<AlignmentPosition>) {
    records.removeAll { record in
      let contig = Int(record.contig)
      return AlignmentPosition(contig: contig, start: record.start) >= chunk.upperBound
        || AlignmentPosition(contig: contig, start: record.end - 1) < chunk.lowerBound
    }
    contextCount = records.count { record in
      AlignmentPosition(contig: Int(record.contig), start: record.start) < chunk.lowerBound
    }
  }
}

private func intervals(_ count: Int, names: Int, _ generator: inout SeededGenerator)
  -> [GenomicInterval]
{
  (0..<count).map { number in
    let (contig, length) = AwkwardReads.contigs[[0, 0, 1, 2, 2, 3][number % 6]]
    let start = Int.random(in: 0..<length, using: &generator)
    let end = min(length, start + Int.random(in: 0...(length / 40), using: &generator))
    // Genes of neighbouring intervals; with all over a contig there would be no place to cut.
    return GenomicInterval(
      contig: contig, start: start, end: end,
      name: "g\(start * names / length)")
  }
}

@Test(arguments: [71, 72, 73] as [UInt64])
func `regions of chunks that are read side by side are those of the file`(seed: UInt64) throws {
  let reads = AwkwardReads(seed: seed, pairs: 4_000).withBases(seed: seed)
  guard let path = try SAMFile(reads).sortedBAM() else { return }
  var generator = SeededGenerator(seed: seed)
  let file = try ChunkedFile(
    path, panel: intervals(60, names: 12, &generator),
    targets: intervals(150, names: 1, &generator))
  let whole = file.output(try file.part(nil))
  #expect(whole.joined().count { !$0.isMissing } > 500)
  for cutCount in [1, 5, 12] {
    let cuts = file.cuts(cutCount, &generator)
    #expect(cuts.count >= min(cutCount, 3))
    let bounds = [AlignmentChunk.start] + cuts + [AlignmentChunk.end]
    var parts = try zip(bounds, bounds.dropFirst()).map { try file.part($0..<$1) }
    var merged = parts.removeFirst()
    for part in parts { merged.merge(part) }
    #expect(file.output(merged) == whole, "\(cuts)")
  }
}

@Test func `spans are genes from end to end and single targets, joined where they overlap`() throws
{
  let contigs = [Contig(name: "1", length: 1_000), Contig(name: "2", length: 1_000)]
  let context = AlignmentContext(
    contigs: contigs, isCoordinateSorted: true,
    options: FeatureOptions(panel: [
      GenomicInterval(contig: "chr2", start: 10, end: 20, name: "A"),
      GenomicInterval(contig: "chr1", start: 500, end: 600, name: "B"),
      GenomicInterval(contig: "chr2", start: 200, end: 300, name: "A"),
      GenomicInterval(contig: "chr1", start: 700, end: 700, name: "C"),
    ]),
    targets: [
      GenomicInterval(contig: "2", start: 290, end: 310),
      GenomicInterval(contig: "1", start: 600, end: 650),
      GenomicInterval(contig: "1", start: 620, end: 660),
      GenomicInterval(contig: "1", start: 5, end: 9),
    ])
  let spans = AlignmentRegions(context).spans
  #expect(spans.map(\.contig) == [0, 0, 0, 1])
  #expect(spans.map(\.range) == [5..<9, 500..<600, 600..<660, 10..<310])
}
