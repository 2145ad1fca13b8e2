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

  /// The identifiers of the header's read groups.
  public var readGroups: [String] { opened.readGroups }

  let opened: OpenAlignment
  let reference: String?
  private let record: UnsafeMutablePointer<bam1_t>
  private(set) var checks: RecordChecks
  private var stream: BAMStream?
  private let chunk: AlignmentChunk?
  private var isAtEnd = false
  /// The virtual offset of the first record that a chunk owns; of the record past it where it owns
  /// none, nil where there is neither.
  public private(set) var firstOffset: Int?
  /// The virtual offset of the first record past a chunk; nil where the file ends.
  public private(set) var nextOffset: Int?

  /// How a BAM is decoded; both forms give the same records and refuse the same files.
  public enum Form: CaseIterable, Sendable {
    /// By htslib, as CRAM and SAM always are.
    case htslib
    /// Block by block straight into the batch, where the file is a regular one.
    case blocks
  }

  /// Opens a file and reads its header.
  ///
  /// - Parameters:
  ///   - path: The file; a URL is refused.
  ///   - reference: The FASTA of a CRAM, with its `.fai`. Without it, bases and edit distances do
  ///     not decode, nor anything of slices that hold several contigs.
  ///   - fields: What of each record is wanted; of a CRAM nothing else is decoded.
  ///   - threads: Threads that inflate and decode where htslib does; 1 for the caller's alone.
  ///   - chunk: The part of an indexed BAM that is wanted; nil for the whole file.
  ///   - form: How a BAM is decoded.
  /// - Throws: What is wrong with the path, the header or the reference.
  public init(
    path: String, reference: String? = nil, fields: AlignmentFields, threads: Int = 1,
    chunk: AlignmentChunk? = nil, form: Form = .blocks
  ) throws(InputError) {
    let opened = try OpenAlignment(path: path)
    if opened.format == .cram {
      if let reference { try opened.use(reference: reference) }
      if let problem = CRAMContainers(path: path)?.problem() {
        throw Self.fault(of: path, problem)
      }
    }
    unsafe chordae_cram_require(
      opened.file, Self.cramFields(fields), fields.contains(.editDistances))
    if form == .blocks, opened.isBlockedFile {
      stream = try BAMStream(
        path: try HTSLibrary.localPath(path), at: chunk?.offset ?? opened.firstRecordOffset,
        contigCount: opened.contigCount)
    } else {
      precondition(chunk == nil, "only a blocked BAM is read in chunks")
      if threads > 1 { unsafe hts_set_threads(opened.file, Int32(threads)) }
    }
    self.path = path
    self.reference = reference
    self.chunk = chunk
    format = opened.format
    contigs = opened.contigs
    isCoordinateSorted = opened.isCoordinateSorted
    checks = RecordChecks(contigs: opened.contigs, isCoordinateSorted: opened.isCoordinateSorted)
    unsafe record = bam_init1()
    self.opened = opened
  }

  deinit {
    unsafe bam_destroy1(record)
  }

  /// The virtual offset of the first record of a file that may be read in chunks; nil for others.
  public var firstBlockedOffset: Int? { stream == nil ? nil : opened.firstRecordOffset }

  /// Fills the batch with the next records; false, with an empty batch, after the last one.
  ///
  /// - Throws: The fault of the next record or of the file's end; the batch is then worth nothing.
  public mutating func read(into batch: inout AlignmentBatch) throws(InputError) -> Bool {
    batch.removeAll()
    guard !isAtEnd else { return false }
    if stream != nil { try readBlocks(into: &batch) } else { try readRecords(into: &batch) }
    return batch.count > 0
  }

  private mutating func readBlocks(into batch: inout AlignmentBatch) throws(InputError) {
    let (path, contigs) = (path, contigs)
    try stream?.read(into: &batch, &checks) { wrong, record, number in
      Self.fault(wrong, record, number, path: path, contigs: contigs)
    }
    if stream?.isAtEnd == true, batch.count == 0 {
      try checkEnd(-1)
      isAtEnd = true
    }
    if let chunk { cut(&batch, to: chunk) }
  }

  /// Keeps what belongs to the chunk, and notes where it begins and ends in the file.
  private mutating func cut(_ batch: inout AlignmentBatch, to chunk: AlignmentChunk) {
    let owned = chunk.ownedRecords(of: batch)
    if firstOffset == nil, owned.lowerBound < batch.count {
      firstOffset = stream?.virtualOffset(of: batch.records[owned.lowerBound])
    }
    if owned.upperBound < batch.count {
      nextOffset = stream?.virtualOffset(of: batch.records[owned.upperBound])
      isAtEnd = true
    }
    batch.records.removeLast(batch.count - owned.upperBound)
    batch.contextCount = owned.lowerBound
  }

  private mutating func readRecords(into batch: inout AlignmentBatch) throws(InputError) {
    var filled = 0
    batch.bytes.removeAll(keepingCapacity: true)
    while filled < AlignmentBatch.byteLimit {
      let status = unsafe sam_read1(opened.file, opened.header, record)
      guard status >= 0 else {
        try checkEnd(status)
        isAtEnd = true
        break
      }
      try append(to: &batch)
      filled = batch.bytes.count + 64 * batch.count
    }
    batch.bytes += [UInt8](repeating: 0, count: AlignmentBatch.padding)
  }

  private mutating func append(to batch: inout AlignmentBatch) throws(InputError) {
    let next = unsafe AlignmentRecord(record, firstByte: batch.bytes.count)
    if next.contig < 0 || next.mateContig < 0 || next.mateContig >= contigs.count {
      try checkNames(contig: Int(next.contig), mateContig: Int(next.mateContig))
    }
    if let wrong = checks.take(
      contig: Int(next.contig), start: next.start, end: next.end, flags: next.flags.rawValue)
    {
      throw Self.fault(wrong, next, checks.count, path: path, contigs: contigs)
    }
    unsafe batch.append(next, record)
  }

  static func cramFields(_ fields: AlignmentFields) -> Int32 {
    var wanted = SAM_FLAG.rawValue | SAM_MAPQ.rawValue | SAM_RNAME.rawValue | SAM_RNEXT.rawValue
    wanted |= SAM_POS.rawValue
    if fields.contains(.positions) { wanted |= SAM_PNEXT.rawValue | SAM_TLEN.rawValue }
    if fields.contains(.cigar) { wanted |= SAM_CIGAR.rawValue }
    if fields.contains(.names) { wanted |= SAM_QNAME.rawValue }
    if fields.contains(.bases) { wanted |= SAM_SEQ.rawValue }
    // htslib tells how many bases a read has only with the bases, which want the reference, or with
    // their qualities.
    if !fields.isDisjoint(with: [.qualities, .baseCounts]) { wanted |= SAM_QUAL.rawValue }
    if fields.contains(.tags) { wanted |= SAM_AUX.rawValue | SAM_RGAUX.rawValue }
    // NM is counted where bases and tags are decoded side by side.
    if fields.contains(.editDistances) { wanted |= SAM_SEQ.rawValue | SAM_AUX.rawValue }
    return Int32(wanted)
  }
}

/// The containers of aligned reads.
public enum AlignmentFormat: String, Sendable {
  case bam = "BAM"
  case cram = "CRAM"
  case sam = "SAM"
}
