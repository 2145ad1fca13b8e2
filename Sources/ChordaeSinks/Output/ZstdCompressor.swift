import CZstd

/// One Zstandard context, reused for all buffers of a writer (RFC 8878).
///
/// It may move between threads: it has one owner, and a context belongs to no thread.
@safe struct ZstdCompressor: ~Copyable, @unchecked Sendable {
  private let context: OpaquePointer
  private let level: Int32
  /// What errors call the file.
  private let path: String
  private var frame: [UInt8] = []

  /// A compressor; level 1 is the fastest, 19 the smallest.
  init(level: Int, path: String) throws(SinkError) {
    guard let context = unsafe ZSTD_createCCtx() else { throw .compressionFailed(path: path) }
    unsafe self.context = context
    self.level = Int32(level)
    self.path = path
  }

  deinit { unsafe ZSTD_freeCCtx(context) }

  /// Appends one frame that holds all bytes.
  mutating func compress(_ bytes: [UInt8], to output: inout [UInt8]) throws(SinkError) {
    let bound = ZSTD_compressBound(bytes.count)
    if frame.count < bound { frame = [UInt8](repeating: 0, count: bound) }
    let (context, level) = unsafe (self.context, self.level)
    let size = unsafe frame.withUnsafeMutableBytes { target in
      unsafe bytes.withUnsafeBytes { source in
        unsafe ZSTD_compressCCtx(
          context, target.baseAddress, target.count, source.baseAddress, source.count, level)
      }
    }
    guard ZSTD_isError(size) == 0 else { throw .compressionFailed(path: path) }
    output += frame[..<size]
  }
}
