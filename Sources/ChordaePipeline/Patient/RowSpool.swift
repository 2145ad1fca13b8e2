import ChordaeCore
import ChordaeSinks
import Synchronization

/// Rows of one recording's tables that wait on the disk until the patient is done.
///
/// Whoever makes the rows hands them over some thousands at a time; each lot is a chunk of the file: its
/// columns' buffers one after the other. The file is there from the first chunk on, under a temporary
/// name, and gone with its owner; what a killed process left goes with the other temporary files. It
/// takes no descriptor while it waits. Memory: a few words a chunk.
final class RowSpool: RowReceiver {
  /// Rows of a table held in memory: some 1 to 2 MB.
  static let heldRows = 16_384

  /// Rows that were handed over at a time.
  private struct Chunk {
    let schema: TableSchema
    let rowCount: Int
    let byteCount: Int
    let checksum: UInt32
  }

  private struct State: ~Copyable {
    /// Open while rows come.
    var file: BlockFile?
    var chunks: [Chunk] = []
    var fault: StateError?
  }

  let heldRowCount: Int
  private let path: String
  private let state = Mutex(State())

  /// A spool that makes its file at this path with the first rows.
  init(path: String, heldRows: Int = heldRows) {
    self.path = path
    heldRowCount = heldRows
  }

  deinit { if !isEmpty { try? StateFile.remove(path) } }

  /// Whether no row was handed over.
  var isEmpty: Bool { state.withLock { $0.chunks.isEmpty } }

  /// Bytes of the file.
  var byteCount: Int { state.withLock { $0.chunks.reduce(0) { $0 + $1.byteCount } } }

  /// Why rows could not be written: those that came since are dropped.
  var fault: StateError? { state.withLock { $0.fault } }

  /// Writes the rows behind those before; where that fails, `fault` says so from then on.
  func receive(_ rows: RecordBatch) {
    let bytes = rows.bytes
    let chunk = Chunk(
      schema: rows.schema, rowCount: rows.rowCount, byteCount: bytes.count,
      checksum: CRC32.of(bytes))
    state.withLock { state in
      guard state.fault == nil else { return }
      do throws(SharedBlockError) {
        if state.chunks.isEmpty { state.file = try BlockFile(writing: path) }
        state.chunks.append(chunk)
        try state.file?.write(bytes)
      } catch { state.fault = StateError(error) }
    }
  }

  /// Closes the file after the last rows.
  func close() { state.withLock { $0.file = nil } }

  /// Hands over all rows, chunk by chunk in the order in which they came; holds one chunk.
  ///
  /// - Throws: `cannotRead`, or `malformed` where the file is not as it was written; what the body
  ///   throws.
  func forEachChunk(
    _ body: (RecordBatch) throws(ExtractionError) -> Void
  ) throws(ExtractionError) {
    let file = try open()
    var start = 0
    for chunk in state.withLock({ $0.chunks }) {
      try body(try read(chunk, at: start, of: file))
      start += chunk.byteCount
    }
  }

  private func open() throws(ExtractionError) -> BlockFile {
    do throws(SharedBlockError) {
      if let file = try BlockFile(reading: path) { return file }
    } catch { throw .state(StateError(error)) }
    throw .state(.cannotRead(path: path, errno: StateFile.notFound))
  }

  private func read(
    _ chunk: Chunk, at start: Int, of file: borrowing BlockFile
  ) throws(ExtractionError) -> RecordBatch {
    do throws(SharedBlockError) {
      let bytes = try file.read(chunk.byteCount, at: start)
      if CRC32.of(bytes) == chunk.checksum,
        let rows = RecordBatch(chunk.schema, rowCount: chunk.rowCount, bytes: bytes)
      {
        return rows
      }
    } catch { throw .state(StateError(error)) }
    throw .state(.malformed(path: path, detail: "the checksum of its rows is wrong"))
  }
}

extension StateError {
  /// What befell a file that rows wait in.
  fileprivate init(_ error: SharedBlockError) {
    self =
      switch error {
      case .cannotRead(let path, let code): .cannotRead(path: path, errno: code)
      case .cannotWrite(let path, let code): .cannotWrite(path: path, errno: code)
      case .damaged(let path, let detail): .malformed(path: path, detail: detail)
      }
  }
}
