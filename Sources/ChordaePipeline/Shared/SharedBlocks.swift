import ChordaeCore
import ChordaeFeatures

/// What is kept of a shared call set: a block of its samples' rows, and one of each table's rows, of
/// which every sample has as many.
struct SharedBlocks: Sendable {
  let rows: SharedBlock
  private let tables: [(schema: TableSchema, block: SharedBlock)]

  /// Opens the blocks of an identity; nil where one of them is not there, or not whole.
  init?(in folder: BlockFolder, identity: String, tables schemas: [TableSchema]) {
    func open(_ table: TableName?) -> SharedBlock? {
      // A block that is damaged is as good as none: it is made again in its place.
      try? SharedBlock(path: folder.path(Self.name(identity, table)), identity: identity)
    }
    guard let rows = open(nil) else { return nil }
    var tables: [(schema: TableSchema, block: SharedBlock)] = []
    for schema in schemas {
      guard let block = open(schema.table) else { return nil }
      tables.append((schema, block))
    }
    self.rows = rows
    self.tables = tables
  }

  /// Writes the rows of all wanted samples of a pass, whose names are `samples` in the same order.
  static func write(
    _ pass: inout VariantPass, _ samples: [String], to folder: BlockFolder, identity: String,
    tables schemas: [TableSchema]
  ) throws(SharedBlockError) {
    let columns = pass.columns.map(\.field)
    var writer = try Self.writer(folder, identity, nil, columns, samples)
    var tables: [TableWriter] = []
    for (place, _) in samples.enumerated() {
      let output = pass.row(place, tables: schemas)
      try writer.append(output.values)
      if place == 0 {
        for schema in schemas {
          let count = output.tables[schema.table]?.rowCount ?? 0
          tables.append(try TableWriter(folder, identity, schema, samples, rowCount: count))
        }
      }
      for index in tables.indices { try tables[index].append(output) }
    }
    if samples.isEmpty {
      for schema in schemas {
        tables.append(try TableWriter(folder, identity, schema, samples, rowCount: 0))
      }
    }
    // The rows last: where they are, the tables are too.
    for table in tables { try table.finish() }
    try writer.finish()
  }

  /// A sample's values and its rows of the tables, by its place among the samples.
  func row(_ place: Int, of sample: String) throws(SharedBlockError) -> FeatureOutput {
    let digest = SharedBlockLayout.digest(of: sample)
    let values = try rows.row(place, digest: digest)
    var output = FeatureOutput(values, tables: tables.map(\.schema))
    for (schema, block) in tables {
      output.appendRows(to: schema.table, try block.columns(place, digest: digest))
    }
    return output
  }

  private static func name(_ identity: String, _ table: TableName?) -> String {
    "shared-\(identity.prefix(32))\(table.map { "-\($0.rawValue)" } ?? "").block"
  }

  private static func writer(
    _ folder: BlockFolder, _ identity: String, _ table: TableName?,
    _ columns: [Field], _ samples: [String], tableRows: Int? = nil
  ) throws(SharedBlockError) -> SharedBlockWriter {
    let name = name(identity, table)
    return try SharedBlockWriter(
      path: folder.path(name), temporaryPath: folder.temporaryPath(name), identity: identity,
      columns: columns, samples: samples, tableRows: tableRows)
  }

  /// Writes the block of one table.
  private final class TableWriter {
    private let schema: TableSchema
    private var writer: SharedBlockWriter?

    init(
      _ folder: BlockFolder, _ identity: String, _ schema: TableSchema, _ samples: [String],
      rowCount: Int
    ) throws(SharedBlockError) {
      self.schema = schema
      writer = try SharedBlocks.writer(
        folder, identity, schema.table, schema.fields, samples, tableRows: rowCount)
    }

    func append(_ output: FeatureOutput) throws(SharedBlockError) {
      try writer?.append(output.tables[schema.table] ?? RecordBatch(schema))
    }

    func finish() throws(SharedBlockError) {
      let writer = writer.take()
      try writer?.finish()
    }
  }
}
