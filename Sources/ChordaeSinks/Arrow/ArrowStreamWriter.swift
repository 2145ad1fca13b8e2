public import ChordaeCore

/// Writes a table as an Arrow IPC stream to a pipe, a socket or a file that somebody else owns.
///
/// Each batch is on its way when ``write(_:)`` returns, so that a reader works while the run goes
/// on. A reader that goes away gives ``SinkError/closedPipe`` and no signal.
public struct ArrowStreamWriter: ~Copyable, Sendable {
  private let output: OutputDescriptor
  private var encoder: ArrowBatchEncoder
  private var bytes: [UInt8] = []
  /// Bytes written so far.
  public private(set) var byteCount: Int
  public private(set) var rowCount = 0

  /// Starts a stream by writing its schema; blocks while the pipe is full.
  ///
  /// The descriptor is not closed; `name` is what errors call it.
  public init(
    descriptor: Int32, name: String = "standard output", schema: TableSchema,
    compression: ArrowCompression = .none
  ) throws(SinkError) {
    let output = OutputDescriptor(number: descriptor, path: name)
    var opening: [UInt8] = []
    ArrowMessage(schema).append(to: &opening, position: 0)
    try output.write(opening.span)
    encoder = try ArrowBatchEncoder(schema, compression: compression, path: name)
    self.output = output
    byteCount = opening.count
  }

  /// Writes the rows of a batch; blocks while the pipe is full.
  public mutating func write(_ batch: RecordBatch) throws(SinkError) {
    _ = try encoder.append(batch, to: &bytes, position: byteCount)
    rowCount += batch.rowCount
    try send()
  }

  /// Ends the stream; a reader that sees no such end knows that rows are missing.
  public consuming func finish() throws(SinkError) {
    bytes += ArrowMessage.endOfStream
    try send()
  }

  private mutating func send() throws(SinkError) {
    try output.write(bytes.span)
    byteCount += bytes.count
    bytes.removeAll(keepingCapacity: true)
  }
}
