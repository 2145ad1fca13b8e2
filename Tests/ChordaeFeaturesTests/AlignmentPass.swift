import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation

/// One pass of the alignment groups over one file, as the pipeline makes it.
struct AlignmentPass {
  var values: [String: FeatureValue] = [:]
  var tables: [TableName: [[String: FeatureValue]]] = [:]
  let prepared: PreparedAlignment

  /// Reads a file with some alignment groups, all unless named, in one piece or cut at some places
  /// into parts that are counted on their own and merged.
  init(
    _ path: String, _ options: FeatureOptions = FeatureOptions(),
    _ types: [any AlignmentFeature.Type] = FeatureRegistry.alignment, reference: String? = nil,
    targets: [GenomicInterval]? = nil, cuts: [AlignmentPosition] = [], sex: Sex? = nil
  ) throws(InputError) {
    var reader = try AlignmentReader(
      path: path, reference: reference, fields: AlignmentPart.fields(types, options))
    var context = AlignmentContext(
      contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted, options: options,
      sex: sex, targets: targets)
    context.readGroups = reader.readGroups
    context.index = try AlignmentIndex.beside(
      path, format: reader.format, contigCount: reader.contigs.count
    )?.sizes(contigCount: reader.contigs.count)
    try context.checkPanel(path: path)
    try context.checkTargets(path: "targets.bed")
    if let reference, let gaps = try ReferenceScan.gaps(path: reference) {
      context.territory = try AutosomeTerritory(of: context.contigs, in: gaps, path: reference)
    }
    let part =
      cuts.isEmpty
      ? try Self.whole(&reader, types, context)
      : try Self.merged(&reader, types, context, cuts: cuts)
    let alignment = part.preparation.finish()
    prepared = alignment
    for (type, feature) in zip(types, part.features) {
      let wanted = type.group.tables.filter { table in
        !TableName.onRequest.contains(table.name) || options.tables.contains(table.name)
      }
      let schemas = wanted.map { table in
        TableSchema(table.name, table.columns.map { Field($0.id, $0.type) })
      }
      var output = FeatureOutput(tables: schemas)
      feature.finish(alignment, into: &output)
      precondition(output.values.count == type.group.columns.count)
      for (column, value) in zip(type.group.columns, output.values) { values[column.id] = value }
      for schema in schemas {
        tables[schema.table] = Self.rows(output.tables[schema.table], schema)
      }
    }
  }

  private static func whole(
    _ reader: inout AlignmentReader, _ types: [any AlignmentFeature.Type],
    _ context: AlignmentContext
  ) throws(InputError) -> AlignmentPart {
    var part = AlignmentPart(types, context)
    var batch = AlignmentBatch()
    while try reader.read(into: &batch) { part.consume(batch) }
    part.endChunk()
    return part
  }

  /// The parts between cuts, each with the reads that reach into it before its own.
  private static func merged(
    _ reader: inout AlignmentReader, _ types: [any AlignmentFeature.Type],
    _ context: AlignmentContext, cuts: [AlignmentPosition]
  ) throws(InputError) -> AlignmentPart {
    var all = AlignmentBatch()
    all.bytes = []
    var batch = AlignmentBatch()
    while try reader.read(into: &batch) {
      let shift = Int32(all.bytes.count)
      all.bytes += batch.bytes
      for var record in batch.records {
        record.firstByte += shift
        all.records.append(record)
      }
    }
    let places = all.records.map { AlignmentPosition(contig: Int($0.contig), start: $0.start) }
    let ends = [AlignmentChunk.start] + cuts + [AlignmentChunk.end]
    var parts = zip(ends, ends.dropFirst()).map { start, end in
      var part = AlignmentPart(types, context, chunk: start..<end)
      let own = all.records.indices.filter { start <= places[$0] && places[$0] < end }
      // As from an index: all that comes after the first read that reaches the part.
      let first = all.records.indices.first {
        places[$0].contig == start.contig && all.records[$0].end >= start.start
      }
      let reaching = (first ?? 0)..<max(first ?? 0, own.first ?? 0)
      var batch = all
      batch.records = (Array(reaching) + own).map { all.records[$0] }
      batch.contextCount = reaching.count
      part.consume(batch)
      part.endChunk()
      return part
    }
    for part in parts.dropFirst() { parts[0].merge(part) }
    return parts[0]
  }

  private static func rows(
    _ batch: RecordBatch?, _ schema: TableSchema
  ) -> [[String: FeatureValue]] {
    (0..<(batch?.rowCount ?? 0)).map { row in
      Dictionary(
        uniqueKeysWithValues: schema.fields.indices.map { column in
          (schema.fields[column].name, batch?.columns[column][row] ?? .missing(nil))
        })
    }
  }

  func integer(_ id: String) -> Int64? {
    if case .integer(let value)? = values[id] { value } else { nil }
  }

  func number(_ id: String) -> Double? {
    if case .number(let value)? = values[id] { value } else { nil }
  }
}

extension FeatureValue {
  /// The number or integer, for comparisons.
  var figure: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }
}

/// SAM text on disk, and as an indexed BAM for the tools that want one.
struct SAMFile {
  let path: String
  let folder: String

  init(_ text: String, _ name: String = #function) throws {
    folder = Fixtures.scratch(name).path(percentEncoded: false)
    path = folder + "/a.sam"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  /// The same records sorted by samtools, with an index.
  func sortedBAM() -> String? {
    let bam = folder + "/a.bam"
    guard Oracle.has("samtools"),
      Oracle.run("samtools", ["sort", "-o", bam, path]).status == 0,
      Oracle.run("samtools", ["index", bam]).status == 0
    else { return nil }
    return bam
  }
}
