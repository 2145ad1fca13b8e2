import ChordaeCore
import ChordaeTestSupport

/// Reads with qualities in coordinate order, and what they lay on each base, counted the plain way.
struct GeneratedReads {
  struct Read {
    let contig: Int
    let start: Int
    let cigar: [(length: Int, code: Character)]
    let flags: AlignmentFlags
    let mappingQuality: UInt8
    /// Empty where the read has none.
    let qualities: [UInt8]

    var end: Int { start + cigar.reduce(0) { "MDN=X".contains($1.code) ? $0 + $1.length : $0 } }
  }

  let contigs: [Contig]
  let reads: [Read]

  /// So many reads over contigs; `missing` is the share of them without qualities.
  init(
    _ count: Int, over contigs: [Contig], missing: Double = 0, _ generator: inout SeededGenerator
  ) {
    self.contigs = contigs
    reads = (0..<count).map { _ in Self.read(over: contigs, missing, &generator) }
      .sorted { ($0.contig, $0.start) < ($1.contig, $1.start) }
  }

  private static func read(
    over contigs: [Contig], _ missing: Double, _ generator: inout SeededGenerator
  ) -> Read {
    func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    let cigar: [(length: Int, code: Character)] =
      switch number(0...7) {
      case 0:
        [(4, "S"), (number(1...60), "M"), (number(1...20), "D"), (30, "="), (3, "I"), (9, "X")]
      case 1: [(30, "M"), (number(1...20_000), "N"), (30, "M"), (2, "H")]
      case 2: [(10, "D"), (30, "M"), (2, "P"), (5, "M")]
      case 3: [(20, "S")]
      default: [(number(1...150), "M")]
      }
    let span = cigar.reduce(0) { "MDN=X".contains($1.code) ? $0 + $1.length : $0 }
    let length = cigar.reduce(0) { "MIS=X".contains($1.code) ? $0 + $1.length : $0 }
    let contig = number(0...contigs.count - 1)
    let hasNone = Double.random(in: 0..<1, using: &generator) < missing
    let flags: [AlignmentFlags] = [[], [], [], [], .read1, .duplicate, .secondary, .supplementary]
    return Read(
      contig: contig, start: number(0...contigs[contig].length - span - 1), cigar: cigar,
      flags: flags[number(0...7)],
      mappingQuality: [0, 1, 2, 19, 20, 60, 60, 60, 60, 60, 60, 60, 60, 255][number(0...13)],
      qualities: hasNone
        ? [] : (0..<length).map { _ in [2, 19, 20, 21, 41, 41, 41, 41][number(0...7)] })
  }

  /// The reads of a chunk, those before it that reach into it first, in batches.
  func batches(in chunk: Range<AlignmentPosition>? = nil, size: Int = 97) -> [AlignmentBatch] {
    let wanted = reads.filter { read in
      guard let chunk else { return true }
      let place = AlignmentPosition(contig: read.contig, start: read.start)
      let last = AlignmentPosition(contig: read.contig, start: max(read.end, read.start + 1) - 1)
      return place < chunk.upperBound && last >= chunk.lowerBound
    }
    return stride(from: 0, to: wanted.count, by: size).map { first in
      var batch = AlignmentBatch()
      for read in wanted[first..<min(first + size, wanted.count)] { batch.append(read) }
      batch.bytes += [UInt8](repeating: 0, count: AlignmentBatch.padding)
      return batch
    }
  }

  /// Calls `body` with each base that a counted read lays on its contig, its quality nil without.
  func forEachBase(_ body: (_ read: Read, _ position: Int, _ quality: UInt8?) -> Void) {
    for read in reads where read.flags.isDisjoint(with: [.duplicate, .secondary]) {
      var (position, base) = (read.start, 0)
      for (length, code) in read.cigar {
        if "M=X".contains(code) {
          for index in 0..<length {
            let quality = read.qualities.isEmpty ? nil : read.qualities[base + index]
            body(read, position + index, quality)
          }
        }
        if "MIS=X".contains(code) { base += length }
        if "MDN=X".contains(code) { position += length }
      }
    }
  }
}

extension AlignmentBatch {
  fileprivate mutating func append(_ read: GeneratedReads.Read) {
    if records.isEmpty { bytes = [] }
    let first = bytes.count
    bytes += [0x41, 0]
    for (length, code) in read.cigar {
      let word = UInt32(length) << 4 | UInt32(Array("MIDNSHP=X").firstIndex(of: code) ?? 0)
      bytes += (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
    }
    // A read without qualities may have no bases either.
    let bases = read.cigar.reduce(0) { "MIS=X".contains($1.code) ? $0 + $1.length : $0 }
    let length = read.qualities.isEmpty && read.start % 2 == 0 ? 0 : bases
    bytes += [UInt8](repeating: 0x11, count: (length + 1) / 2)
    bytes += read.qualities.isEmpty ? [UInt8](repeating: 255, count: length) : read.qualities
    records.append(
      AlignmentRecord(
        contig: Int32(read.contig), mateContig: -1, start: read.start,
        end: max(read.end, read.start + 1), mateStart: -1, templateLength: 0, flags: read.flags,
        mappingQuality: read.mappingQuality, firstByte: Int32(first), nameByteCount: 2,
        cigarCount: UInt32(read.cigar.count), baseCount: Int32(length), tagByteCount: 0))
  }
}
