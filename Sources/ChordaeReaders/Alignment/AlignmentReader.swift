internal import CHTSlib
public import ChordaeCore

/// Reads a BAM, CRAM or SAM file once, batch by batch, in file order.
///
/// The format is told by the content. Checked on the way: checksums of compressed blocks, the
/// end-of-file block, the sort order that the header claims, contigs and their ends. A fault is
/// thrown where it is met; what was read before it must then be dropped.
@safe
public struct AlignmentReader: ~Copyable {
  public let path: String
  public let format: AlignmentFormat
  public let contigs: [Contig]
  /// Whether the header says so (`SO:coordinate`); the records are then held to it.
  public let isCoordinateSorted: Bool

  let opened: OpenAlignment
  let reference: String?
  private let record: UnsafeMutablePointer<bam1_t>
  private(set) var order = SortOrderCheck()
  /// Records read so far.
  private(set) var recordCount = 0
  private var isAtEnd = false

  /// Opens a file and reads its header.
  ///
  /// - Parameters:
  ///   - path: The file; a URL is refused.
  ///   - reference: The FASTA of a CRAM, with its `.fai`. Slices that hold several contigs do not
  ///     decode without it; others give today's fields all the same.
  ///   - fields: What of each record is wanted; of a CRAM nothing else is decoded.
  /// - Throws: What is wrong with the path, the header or the reference.
  public init(path: String, reference: String? = nil, fields: AlignmentFields) throws(InputError) {
    let opened = try OpenAlignment(path: path)
    if opened.format == .cram {
      if let reference { try opened.use(reference: reference) }
      if let problem = CRAMContainers(path: path)?.problem() {
        throw Self.fault(of: path, problem)
      }
    }
    unsafe chordae_cram_require(opened.file, Self.cramFields(fields))
    self.path = path
    self.reference = reference
    format = opened.format
    contigs = opened.contigs
    isCoordinateSorted = opened.isCoordinateSorted
    unsafe record = bam_init1()
    self.opened = opened
  }

  deinit {
    unsafe bam_destroy1(record)
  }

  /// Fills the batch with the next records; false, with an empty batch, after the last one.
  ///
  /// - Throws: The fault of the next record or of the file's end; the batch is then worth nothing.
  public mutating func read(into batch: inout AlignmentBatch) throws(InputError) -> Bool {
    batch.removeAll()
    while !isAtEnd, batch.records.count < AlignmentBatch.recordLimit,
      batch.words.count < AlignmentBatch.wordLimit
    {
      let status = unsafe sam_read1(opened.file, opened.header, record)
      guard status >= 0 else {
        try checkEnd(status)
        isAtEnd = true
        break
      }
      recordCount += 1
      try append(to: &batch)
    }
    return batch.count > 0
  }

  private mutating func append(to batch: inout AlignmentBatch) throws(InputError) {
    let core = unsafe record.pointee.core
    let end = unsafe Int(bam_endpos(record))
    let (contig, start) = (Int(core.tid), Int(core.pos))
    if contig >= 0, start < 0 || end > length(ofContig: contig) {
      try checkPlace(contig: contig, start: start, end: end, flags: core.flag)
    }
    if contig < 0 || core.mtid < 0 || core.mtid >= contigs.count {
      try checkNames(contig: contig, mateContig: Int(core.mtid))
    }
    if !order.accepts(contig: contig, start: start), isCoordinateSorted {
      throw fault(
        .notSorted, contig: contig, start: start,
        "the header says SO:coordinate but this record comes too late: sort the file again"
          + " (SAM specification 1.3, SO)")
    }
    let wordCount = Int(core.l_qname) / 4 + Int(core.n_cigar)
    unsafe record.pointee.data.withMemoryRebound(to: UInt32.self, capacity: wordCount) {
      unsafe batch.words.append(contentsOf: UnsafeBufferPointer(start: $0, count: wordCount))
    }
    batch.records.append(
      AlignmentRecord(
        contig: core.tid, mateContig: core.mtid, start: start, end: end, mateStart: Int(core.mpos),
        templateLength: Int(core.isize), flags: AlignmentFlags(rawValue: core.flag),
        mappingQuality: core.qual, nameWordCount: UInt8(core.l_qname / 4),
        cigarCount: core.n_cigar, firstWord: batch.words.count - wordCount))
  }

  private func length(ofContig contig: Int) -> Int {
    contig < contigs.count ? contigs[contig].length : -1
  }

  private static func cramFields(_ fields: AlignmentFields) -> Int32 {
    var wanted = SAM_FLAG.rawValue | SAM_MAPQ.rawValue | SAM_RNAME.rawValue | SAM_RNEXT.rawValue
    wanted |= SAM_POS.rawValue
    if fields.contains(.positions) { wanted |= SAM_PNEXT.rawValue | SAM_TLEN.rawValue }
    if fields.contains(.cigar) { wanted |= SAM_CIGAR.rawValue }
    if fields.contains(.names) { wanted |= SAM_QNAME.rawValue }
    return Int32(wanted)
  }
}

/// The containers of aligned reads.
public enum AlignmentFormat: String, Sendable {
  case bam = "BAM"
  case cram = "CRAM"
  case sam = "SAM"
}

/// Holds records to coordinate order: contigs as the header lists them, reads without a contig last.
struct SortOrderCheck {
  private var lastContig = UInt32(0)
  private var lastStart = Int.min

  /// The contig of the last record; nil before the first.
  var contig: Int? { lastStart == Int.min ? nil : Int(Int32(bitPattern: lastContig)) }

  /// Whether a record may follow the one before it.
  mutating func accepts(contig: Int, start: Int) -> Bool {
    // As unsigned, -1 (no contig) is the greatest.
    let place = UInt32(bitPattern: Int32(contig))
    let isInOrder = place > lastContig || place == lastContig && start >= lastStart
    lastContig = place
    lastStart = start
    return isInOrder
  }
}
