internal import ChordaeCore

/// Takes BAM records (SAM specification, section 4.2) out of inflated bytes, held to what htslib 1.16
/// holds them to.
struct BAMRecord {
  /// Bytes before the record's name: its own size and the fixed fields.
  static let fixedSize = 36

  /// The record as the batch holds it.
  var record: AlignmentRecord
  /// Bytes of the record, those of its size included.
  let byteCount: Int

  /// Why no record can be taken.
  enum Fault: Error {
    /// The bytes end within it.
    case incomplete
    /// It breaks the specification.
    case malformed
  }

  /// The record that starts at a place, of which all bytes before `limit` are there.
  @inline(__always)
  init(_ bytes: RawSpan, at place: Int, limit: Int, contigCount: Int32) throws(Fault) {
    guard limit - place >= 4 else { throw .incomplete }
    let size = Int(Int32(bitPattern: bytes.word(at: place)))
    // A size past 1 GiB would ask for all memory before the file's end could be met.
    guard size >= 32, size <= 1 << 30 else { throw .malformed }
    guard limit - place >= 4 + size else { throw .incomplete }
    let contig = Int32(bitPattern: bytes.word(at: place + 4))
    let start = Int(Int32(bitPattern: bytes.word(at: place + 8)))
    let lengths = bytes.word(at: place + 12)
    let counts = bytes.word(at: place + 16)
    let baseCount = Int(Int32(bitPattern: bytes.word(at: place + 20)))
    let mateContig = Int32(bitPattern: bytes.word(at: place + 24))
    let nameByteCount = Int(lengths & 0xFF)
    let cigarCount = Int(counts & 0xFFFF)
    let rest = 4 + size - Self.fixedSize - nameByteCount
    let needed = 4 * cigarCount + (baseCount + 1) / 2 + baseCount
    guard nameByteCount >= 1, baseCount >= 0, rest >= needed, contig >= -1, mateContig >= -1,
      contig < contigCount, mateContig < contigCount
    else { throw .malformed }
    record = AlignmentRecord(
      contig: contig, mateContig: mateContig, start: start, end: start + 1,
      mateStart: Int(Int32(bitPattern: bytes.word(at: place + 28))),
      templateLength: Int(Int32(bitPattern: bytes.word(at: place + 32))),
      flags: AlignmentFlags(rawValue: UInt16(truncatingIfNeeded: counts >> 16)),
      mappingQuality: UInt8(truncatingIfNeeded: lengths >> 8),
      firstByte: Int32(truncatingIfNeeded: place + Self.fixedSize),
      nameByteCount: UInt8(truncatingIfNeeded: nameByteCount),
      cigarCount: UInt32(cigarCount), baseCount: Int32(truncatingIfNeeded: baseCount),
      tagByteCount: Int32(truncatingIfNeeded: rest - needed))
    byteCount = 4 + size
  }

  /// Sets the record's end by its CIGAR; false where the CIGAR is not as long as the read.
  @inline(__always)
  mutating func measure(_ bytes: RawSpan) -> Bool {
    guard record.cigarCount > 0 else { return true }
    var (span, length) = (0, 0)
    var place = record.cigarByte
    for _ in 0..<record.cigarCount {
      let operation = CigarOperation(rawValue: bytes.word(at: place))
      if operation.consumesReference { span += operation.length }
      if operation.consumesRead { length += operation.length }
      place += 4
    }
    guard !record.flags.contains(.unmapped) else { return true }
    if span > 0 { record.end = record.start + span }
    return record.baseCount == 0 || length == Int(record.baseCount)
  }

  /// Whether the CIGAR may be the stand-in for one too long for its field, which then lies in the
  /// tag CG: the first operation clips the whole read.
  @inline(__always)
  func mayHaveLongCigar(_ bytes: RawSpan) -> Bool {
    guard record.cigarCount > 0, record.contig >= 0, record.start >= 0 else { return false }
    let first = bytes.word(at: record.cigarByte)
    return first & 15 == 4 && first >> 4 == UInt32(record.baseCount)
  }

  /// The record with the CIGAR of its tag CG in place of the stand-in, over bytes of its own; nil
  /// where there is no such tag.
  func withLongCigar(_ bytes: RawSpan) throws(Fault) -> (record: AlignmentRecord, bytes: [UInt8])? {
    guard let tag = try longCigar(bytes) else { return nil }
    let count = Int(bytes.word(at: tag.value.lowerBound + 1))
    let parts = [
      record.nameBytes, tag.value.lowerBound + 5..<tag.value.upperBound,
      record.baseBytes.lowerBound..<tag.value.lowerBound - 3,
      tag.value.upperBound..<record.tagBytes.upperBound,
    ]
    let own = parts.flatMap { part in part.map { bytes.byte(at: $0) } }
    var long = self
    long.record.firstByte = 0
    long.record.cigarCount = UInt32(count)
    long.record.tagByteCount -= Int32(8 + 4 * count)
    let padded = own + [UInt8](repeating: 0, count: AlignmentBatch.padding)
    guard long.measure(unsafe padded.span.bytes) else { throw .malformed }
    return (long.record, own)
  }

  private func longCigar(_ bytes: RawSpan) throws(Fault) -> TagCursor.Tag? {
    var cursor = TagCursor(over: record.tagBytes)
    while let tag = cursor.next(in: bytes) {
      guard tag.name == TagCursor.name("CG") else { continue }
      let isWords =
        tag.type == UInt8(ascii: "B")
        && [UInt8(ascii: "I"), UInt8(ascii: "i")].contains(bytes.byte(at: tag.value.lowerBound))
      guard isWords else { return nil }
      let count = bytes.word(at: tag.value.lowerBound + 1)
      return count >= record.cigarCount && count < 1 << 29 ? tag : nil
    }
    guard !cursor.isDamaged else { throw .malformed }
    return nil
  }
}
