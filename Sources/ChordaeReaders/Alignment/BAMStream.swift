internal import ChordaeCore

/// Reads the records of a BAM file block by block, straight into batches.
struct BAMStream: ~Copyable {
  private var blocks: BGZFStream
  private let contigCount: Int32
  /// The beginning of a record that the last batch could not hold.
  private var carry: [UInt8] = []
  /// Bytes of the first block that come before the first record.
  private var skipped: Int
  /// Where the blocks of the batch begin in its bytes, and in the file.
  private var origins: [(byte: Int, address: Int)] = []
  /// The same of the batch that was read last.
  private var lastOrigins: [(byte: Int, address: Int)] = []
  private(set) var isAtEnd = false

  /// Opens a BAM at a virtual offset at which a record starts.
  init(path: String, at offset: Int, contigCount: Int) throws(InputError) {
    blocks = try BGZFStream(path: path, at: offset >> 16)
    skipped = offset & 0xFFFF
    self.contigCount = Int32(contigCount)
  }

  /// Fills the batch with the next records; without a record at the file's end.
  mutating func read(
    into batch: inout AlignmentBatch, _ checks: inout RecordChecks,
    fault: (RecordChecks.Fault, AlignmentRecord, Int) -> InputError
  ) throws(InputError) {
    var filled = carry.count
    Self.resize(&batch.bytes, toHold: filled)
    for (index, byte) in carry.enumerated() { batch.bytes[index] = byte }
    var taken = 0
    while batch.records.isEmpty {
      let limit = max(AlignmentBatch.byteLimit, filled + 1)
      while filled < limit, !isAtEnd { try inflateBlock(into: &batch.bytes, &filled) }
      taken = try parse(&batch, limit: filled, &checks, fault)
      if isAtEnd { break }
    }
    carry = Array(batch.bytes[taken..<filled])
    lastOrigins = origins
    // The next record may have begun several blocks ago.
    let first = origins.lastIndex { $0.byte <= taken } ?? 0
    origins = origins.dropFirst(first).map { (byte: $0.byte - taken, address: $0.address) }
    guard !isAtEnd || carry.isEmpty else {
      throw InputError(
        .truncated, path: blocks.path, at: .virtualOffset(blocks.address << 16),
        "the file ends in the middle of a record or block: copy it again")
    }
  }

  /// Gives the bytes the size that they have for usual records, or one for a longer beginning.
  private static func resize(_ bytes: inout [UInt8], toHold count: Int) {
    let size =
      max(AlignmentBatch.byteLimit, count) + BGZFStream.blockLimit + AlignmentBatch.padding
    if bytes.count > size { bytes.removeLast(bytes.count - size) }
    if bytes.count < size { bytes += [UInt8](repeating: 0, count: size - bytes.count) }
  }

  private mutating func inflateBlock(
    into bytes: inout [UInt8], _ filled: inout Int
  ) throws(InputError) {
    let room = filled + BGZFStream.blockLimit + AlignmentBatch.padding
    if bytes.count < room { bytes += [UInt8](repeating: 0, count: room - bytes.count) }
    let address = blocks.address
    guard var size = try blocks.inflateBlock(into: &bytes, at: filled) else {
      isAtEnd = true
      return
    }
    if skipped > 0 {
      // Only the first block of a chunk: what comes before its first record is another's.
      size = max(0, size - skipped)
      for index in 0..<size { bytes[filled + index] = bytes[filled + index + skipped] }
    }
    origins.append((byte: filled - skipped, address: address))
    skipped = 0
    filled += size
  }

  /// Takes all whole records; gives where the next one starts.
  private func parse(
    _ batch: inout AlignmentBatch, limit: Int, _ checks: inout RecordChecks,
    _ fault: (RecordChecks.Fault, AlignmentRecord, Int) -> InputError
  ) throws(InputError) -> Int {
    var records: [AlignmentRecord] = []
    swap(&records, &batch.records)
    defer { swap(&records, &batch.records) }
    var rewritten: [UInt8] = []
    let place = try parse(
      unsafe batch.bytes.span.bytes, from: 0..<limit, behind: batch.bytes.count, &records,
      &rewritten, &checks, fault)
    if !rewritten.isEmpty {
      batch.bytes += rewritten + [UInt8](repeating: 0, count: AlignmentBatch.padding)
    }
    return place
  }

  /// Takes all whole records of a range; those with very long CIGARs are written anew, as if
  /// `rewritten` came `behind` the bytes.
  private func parse(
    _ bytes: RawSpan, from range: Range<Int>, behind end: Int,
    _ records: inout [AlignmentRecord], _ rewritten: inout [UInt8],
    _ checks: inout RecordChecks, _ fault: (RecordChecks.Fault, AlignmentRecord, Int) -> InputError
  ) throws(InputError) -> Int {
    var place = range.lowerBound
    while true {
      var next: BAMRecord
      do throws(BAMRecord.Fault) {
        next = try BAMRecord(bytes, at: place, limit: range.upperBound, contigCount: contigCount)
        if next.mayHaveLongCigar(bytes), let long = try next.withLongCigar(bytes) {
          next.record = long.record
          next.record.firstByte = Int32(truncatingIfNeeded: end + rewritten.count)
          rewritten += long.bytes
        } else if !next.measure(bytes) {
          throw .malformed
        }
      } catch {
        if error == .incomplete { break }
        throw malformed(checks.count + 1)
      }
      let record = next.record
      if let wrong = checks.take(
        contig: Int(record.contig), start: record.start, end: record.end,
        flags: record.flags.rawValue)
      {
        throw fault(wrong, record, checks.count)
      }
      records.append(record)
      place += next.byteCount
    }
    return place
  }

  private func malformed(_ number: Int) -> InputError {
    InputError(
      .malformed, path: blocks.path, at: .record(number, contig: nil, position: nil),
      "the record breaks the BAM specification or names a contig that the header does not hold")
  }

  /// The virtual offset of a record of the batch that was read last.
  func virtualOffset(of record: AlignmentRecord) -> Int {
    let place = Int(record.firstByte) - BAMRecord.fixedSize
    let block = lastOrigins.last { $0.byte <= place }
    return block.map { $0.address << 16 | (place - $0.byte) } ?? -1
  }
}
