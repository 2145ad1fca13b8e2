/// How the buffers of Arrow batches are stored.
public enum ArrowCompression: Sendable, Hashable {
  /// As they are, so that a reader may map them into memory.
  case none
  /// Compressed one by one; level 1 is the fastest.
  case zstd(level: Int)
}
