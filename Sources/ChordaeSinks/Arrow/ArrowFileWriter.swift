public import ChordaeCore

/// Writes a table as an Arrow IPC file, which readers may map into memory and read at any place.
///
/// The footer's list of batches, 24 bytes each, is all that grows with the file.
public struct ArrowFileWriter: ~Copyable, Sendable {
  private var file: OutputFile
  private let schema: TableSchema
  private var encoder: ArrowBatchEncoder
  private var bytes: [UInt8] = []
  private var blocks: [UInt8] = []
  private var blockCount = 0
  public private(set) var rowCount = 0
  private static let magic = Array("ARROW1".utf8)

  /// Starts a file; it takes its name in ``finish()``.
  public init(
    file: consuming OutputFile, schema: TableSchema, compression: ArrowCompression = .none
  ) throws(SinkError) {
    encoder = try ArrowBatchEncoder(schema, compression: compression, path: file.path)
    self.file = file
    self.schema = schema
    bytes = Self.magic + [0, 0]
    ArrowMessage(schema).append(to: &bytes, position: 0)
  }

  /// Appends the rows of a batch as one batch of the file.
  public mutating func write(_ batch: RecordBatch) throws(SinkError) {
    let block = try encoder.append(batch, to: &bytes, position: file.byteCount)
    blocks.append(littleEndian: Int64(block.offset))
    blocks.append(littleEndian: Int64(block.metadataLength))
    blocks.append(littleEndian: Int64(block.bodyLength))
    blockCount += 1
    rowCount += batch.rowCount
    try send()
  }

  /// Writes the footer, flushes the file to the disk and gives it its name.
  public consuming func finish() throws(SinkError) -> WrittenFile {
    bytes += ArrowMessage.endOfStream
    let footer = FlatBuffer(
      FlatTable(
        ArrowMessage.version,
        .table(ArrowSchema.table(schema)),
        .structs(bytes: [], count: 0),  // no dictionaries
        .structs(bytes: blocks, count: blockCount))
    ).bytes
    bytes += footer
    bytes.append(littleEndian: UInt32(footer.count))
    bytes += Self.magic
    try send()
    return try file.finish()
  }

  private mutating func send() throws(SinkError) {
    try file.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
