/// Alignment records as plain numbers, refilled in place.
///
/// A record's fixed fields stand in `records`; everything of variable length stays in `bytes` as BAM
/// lays it out, so that a reader inflates straight into the batch and copies nothing.
public struct AlignmentBatch: Sendable {
  /// Bytes that fill a batch: a share of the second-level cache, so that features find them there.
  public static let byteLimit = 1 << 18
  /// Bytes past the last record that may be read (and mean nothing), for loads of whole words.
  public static let padding = 64

  public var records: [AlignmentRecord] = []
  /// Names, CIGARs, bases, qualities and tags; at least `padding` bytes longer than the last record.
  public var bytes: [UInt8]
  /// Records at the front that belong to the chunk before: depth counts them, for they reach into
  /// this chunk; nothing else does.
  public var contextCount = 0

  /// An empty batch.
  public init() {
    records.reserveCapacity(4_096)
    bytes = [UInt8](repeating: 0, count: Self.byteLimit + Self.padding)
  }

  public var count: Int { records.count }

  /// The records that the batch's own chunk counts.
  public var owned: ArraySlice<AlignmentRecord> { records[contextCount...] }

  /// Empties the batch and keeps its memory.
  public mutating func removeAll() {
    records.removeAll(keepingCapacity: true)
    contextCount = 0
  }

  /// The CIGAR of a record, an operation a word.
  public func cigar(of record: AlignmentRecord) -> [UInt32] {
    // Safe: bytes of any pattern are bytes.
    let span = unsafe bytes.span.bytes
    return (0..<Int(record.cigarCount)).map { span.word(at: record.cigarByte + 4 * $0) }
  }
}

extension RawSpan {
  /// Four bytes as a little-endian word, wherever they start.
  @inlinable
  public func word(at offset: Int) -> UInt32 {
    // Safe: the span checks its bounds, and every pattern of bits is a word.
    unsafe UInt32(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// Eight bytes as a little-endian word, wherever they start.
  @inlinable
  public func longWord(at offset: Int) -> UInt64 {
    // Safe: as above.
    unsafe UInt64(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// One byte.
  @inlinable
  public func byte(at offset: Int) -> UInt8 {
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }
}
