import ChordaeCore

/// Encodes record batches as Arrow IPC messages, plain or with every buffer compressed by itself.
struct ArrowBatchEncoder: ~Copyable, Sendable {
  private let schema: TableSchema
  private var compressor: ZstdCompressor?
  private var body: [UInt8] = []
  private var frame: [UInt8] = []
  /// Pairs of offset and length, as `Buffer` has them.
  private var buffers: [UInt8] = []
  private var bufferCount = 0

  /// An encoder; `path` is what errors call the file.
  init(_ schema: TableSchema, compression: ArrowCompression, path: String) throws(SinkError) {
    self.schema = schema
    compressor =
      switch compression {
      case .none: nil
      case .zstd(let level): try ZstdCompressor(level: level, path: path)
      }
  }

  /// Appends a batch's message and body to a stream of which `position` bytes are written before.
  mutating func append(
    _ batch: RecordBatch, to output: inout [UInt8], position: Int
  ) throws(SinkError) -> ArrowMessage.Block {
    precondition(
      batch.columns.map(\.type) == schema.fields.map(\.type),
      "a batch has the columns of its table")
    body.removeAll(keepingCapacity: true)
    buffers.removeAll(keepingCapacity: true)
    bufferCount = 0
    for column in batch.columns { try append(column) }
    let message = ArrowMessage(.recordBatch, header(of: batch), bodyLength: body.count)
    let block = message.append(to: &output, position: position)
    output += body
    return block
  }

  /// A column's buffers: validity (left out where nothing is null), offsets for text, the validity
  /// of a list's numbers (left out, as none is null), values.
  private mutating func append(_ column: Column) throws(SinkError) {
    try append(column.nullCount > 0 ? column.validity : [])
    if column.type == .text {
      var offsets: [UInt8] = []
      offsets.reserveCapacity(4 * column.offsets.count)
      for offset in column.offsets { offsets.append(littleEndian: offset) }
      try append(offsets)
    }
    if column.type.listCount != nil { try append([]) }
    try append(column.values)
  }

  private mutating func append(_ bytes: [UInt8]) throws(SinkError) {
    buffers.append(littleEndian: Int64(body.count))
    let start = body.count
    if compressor == nil || bytes.isEmpty {
      body += bytes
    } else {
      try appendCompressed(bytes)
    }
    buffers.append(littleEndian: Int64(body.count - start))
    bufferCount += 1
    body.pad(to: ArrowMessage.alignment)
  }

  /// A compressed buffer opens with its length; -1 says that it stands as it is, being no smaller.
  private mutating func appendCompressed(_ bytes: [UInt8]) throws(SinkError) {
    frame.removeAll(keepingCapacity: true)
    try compressor?.compress(bytes, to: &frame)
    if frame.count < bytes.count {
      body.append(littleEndian: Int64(bytes.count))
      body += frame
    } else {
      body.append(littleEndian: Int64(-1))
      body += bytes
    }
  }

  private func header(of batch: RecordBatch) -> FlatTable {
    var nodes: [UInt8] = []
    for column in batch.columns {
      nodes.append(littleEndian: Int64(column.count))
      nodes.append(littleEndian: Int64(column.nullCount))
      if let count = column.type.listCount {
        nodes.append(littleEndian: Int64(column.count * count))
        nodes.append(littleEndian: Int64(0))
      }
    }
    return FlatTable(
      .int64(batch.rowCount),
      .structs(bytes: nodes, count: nodes.count / 16),
      .structs(bytes: buffers, count: bufferCount),
      // Zstandard (1), each buffer by itself (0).
      compressor == nil ? nil : .table(FlatTable(.int8(1), .int8(0))))
  }
}
