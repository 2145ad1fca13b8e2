internal import ChordaeCore
internal import Glibc

/// The record of a part while the part is written.
///
/// Inputs and failures go to the disk as they come, so that memory does not grow with the part; what
/// is known last, and tells a whole record from a torn one, is its last line. The file has a
/// temporary name until `commit`; one that is dropped before is removed.
public struct PartRecordWriter: ~Copyable {
  let part: PartName
  private let identity: RunIdentity
  private let path: String
  private let temporary: String
  private let file: StateDescriptor
  private var buffer: [UInt8] = []
  private var inputCount = 0
  private var failureCount = 0
  private var isRenamed = false
  private static let bufferSize = 64 << 10

  /// A record without lines.
  ///
  /// - Throws: `cannotWrite`.
  init(_ part: PartName, _ state: RunState) throws(StateError) {
    let name = DatasetLayout.record(part)
    self.part = part
    identity = state.identity
    path = state.layout.path(name)
    temporary = state.layout.path(state.temporary(name))
    file = try StateDescriptor(temporary, O_WRONLY | O_CREAT | O_TRUNC)
  }

  deinit { if !isRenamed { _ = unsafe unlink(temporary) } }

  /// Adds a file that the part is made from, as it was before it was read.
  ///
  /// - Throws: `cannotWrite`.
  public mutating func add(_ input: InputFingerprint) throws(StateError) {
    inputCount += 1
    try write(input.json)
  }

  /// Adds a fault of an input.
  ///
  /// - Throws: `cannotWrite`.
  public mutating func add(_ failure: FailureRecord) throws(StateError) {
    failureCount += 1
    try write(failure.json)
  }

  /// Adds the last line and gives the file its name: the part is then committed.
  consuming func commit(
    files: [CommittedFile], counts: PatientCounts
  ) throws(StateError) {
    let end = JSONValue.object([
      ("part", .string(part.description)), ("identity", identity.json),
      ("files", .array(files.map(\.json))), ("counts", counts.json),
      ("inputs", .integer(Int64(inputCount))), ("failures", .integer(Int64(failureCount))),
    ])
    try write(end)
    try file.write(buffer)
    try file.sync()
    guard unsafe rename(temporary, path) == 0 else {
      throw .cannotWrite(path: path, errno: errno)
    }
    isRenamed = true
    try StateFile.syncFolder(of: path)
  }

  private mutating func write(_ line: JSONValue) throws(StateError) {
    buffer.append(contentsOf: (line.line + "\n").utf8)
    guard buffer.count >= Self.bufferSize else { return }
    try file.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
