internal import Glibc

/// A plain file that is being written; what can fail says so.
@safe struct OutputFile: ~Copyable {
  let path: String
  private var handle: UnsafeMutablePointer<FILE>?

  init(_ path: String) throws(SimulationError) {
    self.path = path
    unsafe handle = fopen(path, "wb")
    guard unsafe handle != nil else { throw .cannotCreate(path: path) }
  }

  /// Appends text.
  mutating func write(_ text: String) throws(SimulationError) { try write(Array(text.utf8)) }

  /// Appends bytes.
  mutating func write(_ bytes: [UInt8]) throws(SimulationError) {
    guard let handle = unsafe handle, unsafe fwrite(bytes, 1, bytes.count, handle) == bytes.count
    else { throw .cannotWrite(path: path) }
  }

  /// Closes the file; only then is it whole.
  mutating func finish() throws(SimulationError) {
    guard let open = unsafe handle.take(), unsafe fclose(open) == 0 else {
      throw .cannotWrite(path: path)
    }
  }

  /// Writes a whole file.
  static func write(_ text: String, to path: String) throws(SimulationError) {
    var file = try OutputFile(path)
    try file.write(text)
    try file.finish()
  }

  /// Writes bytes over those of a file that is there.
  static func overwrite(
    _ path: String, at offset: Int, with bytes: [UInt8]
  ) throws(SimulationError) {
    guard let file = unsafe fopen(path, "r+b") else { throw .cannotWrite(path: path) }
    let isWritten =
      unsafe fseek(file, offset, SEEK_SET) == 0
      && fwrite(bytes, 1, bytes.count, file) == bytes.count
    guard unsafe fclose(file) == 0, isWritten else { throw .cannotWrite(path: path) }
  }

  /// Makes a folder; one that is there already is as good.
  static func makeFolder(_ path: String) throws(SimulationError) {
    guard unsafe mkdir(path, 0o777) == 0 || errno == EEXIST else { throw .cannotCreate(path: path) }
  }

  deinit { if let handle = unsafe handle { unsafe fclose(handle) } }
}
