import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation

/// One pass of the alignment groups over one file, as the pipeline makes it.
struct AlignmentPass {
  var values: [String: FeatureValue] = [:]
  var tables: [TableName: [[String: FeatureValue]]] = [:]

  init(
    _ path: String, _ options: FeatureOptions = FeatureOptions(), fasta: String? = nil
  ) throws(InputError) {
    let types = FeatureRegistry.alignment
    var reader = try AlignmentReader(
      path: path, reference: fasta, fields: AlignmentPart.fields(types))
    let context = AlignmentContext(
      contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted, options: options)
    try context.checkPanel(path: path)
    var part = AlignmentPart(types, context)
    var batch = AlignmentBatch()
    while try reader.read(into: &batch) { part.consume(batch) }
    part.endChunk()
    let alignment = part.preparation.finish()
    for (type, feature) in zip(types, part.features) {
      let schemas = type.group.tables.map { table in
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
