import ChordaeCore
import ChordaeFeatures
import ChordaeReaders
import ChordaeTestSupport
import Foundation

/// One pass of some alignment groups, with what the pipeline would give them.
struct SitePass {
  private(set) var values: [String: FeatureValue] = [:]
  private(set) var tables: [TableName: [[String: FeatureValue]]] = [:]

  /// Reads a file with one feature a group, or with one for each batch, which are then merged.
  init(
    _ path: String, _ kinds: [any AlignmentFeature.Type], sites: SiteList? = nil,
    fasta: String? = nil, calls: CalledSites = .missing(.notProvided), inParts: Bool = false
  ) throws(InputError) {
    let options = FeatureOptions(sites: sites)
    var reader = try AlignmentReader(
      path: path, reference: fasta, fields: AlignmentPart.fields(kinds, FeatureOptions()))
    var context = AlignmentContext(
      contigs: reader.contigs, isCoordinateSorted: reader.isCoordinateSorted, options: options)
    try context.placeSites(path: path)
    context.calls = calls
    let positions = context.referencePositions(kinds)
    if let fasta, !positions.isEmpty {
      let bases = try ReferenceFASTA(path: fasta).bases(at: positions, of: context.contigs)
      try context.take(bases, for: kinds, path: fasta)
    }
    var part = AlignmentPart(kinds, context)
    var joined = AlignmentPart(kinds, context)
    var batch = AlignmentBatch()
    while try reader.read(into: &batch) {
      part.consume(batch)
      guard inParts else { continue }
      var features = kinds.map { $0.init(context) as any AlignmentFeature }
      for index in features.indices { features[index].consume(batch) }
      joined.merge(features)
    }
    part.endChunk()
    finish(inParts ? joined.features : part.features, part.preparation.finish())
  }

  private mutating func finish(_ features: [any AlignmentFeature], _ alignment: PreparedAlignment) {
    for feature in features {
      let group = type(of: feature).group
      let schemas = group.tables.map { table in
        TableSchema(table.name, table.columns.map { Field($0.id, $0.type) })
      }
      var output = FeatureOutput(tables: schemas)
      feature.finish(alignment, into: &output)
      precondition(output.values.count == group.columns.count)
      for (column, value) in zip(group.columns, output.values) { values[column.id] = value }
      for schema in schemas {
        guard let rows = output.tables[schema.table] else { continue }
        tables[schema.table] = (0..<rows.rowCount).map { row in
          Dictionary(
            uniqueKeysWithValues: schema.fields.indices.map {
              (schema.fields[$0].name, rows.columns[$0][row])
            })
        }
      }
    }
  }

  func integer(_ id: String) -> Int? {
    if case .integer(let value)? = values[id] { Int(value) } else { nil }
  }

  func number(_ id: String) -> Double? { values[id]?.figure }
}

/// Writes a text into a folder of its own and returns the file's path.
func written(_ text: String, as name: String, _ folder: String = #function) throws -> String {
  let path = Fixtures.scratch(folder).appending(path: name).path(percentEncoded: false)
  try text.write(toFile: path, atomically: true, encoding: .utf8)
  return path
}

/// Writes FASTA text with its index; nil without samtools.
func indexedFASTA(_ text: String, _ folder: String = #function) throws -> String? {
  guard Oracle.has("samtools") else { return nil }
  let path = try written(text, as: "reference.fa", folder)
  return Oracle.run("samtools", ["faidx", path]).status == 0 ? path : nil
}
