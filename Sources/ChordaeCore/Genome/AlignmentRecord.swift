/// The fixed fields of an alignment record, as plain numbers: one cache line.
///
/// Its name, CIGAR, bases, qualities and tags lie in the batch's `bytes` as in BAM (SAM
/// specification, section 4.2); the properties below say where.
@frozen
public struct AlignmentRecord: Sendable, BitwiseCopyable {
  /// 0-based start on the contig; -1 where there is none.
  public var start: Int
  /// Past the last base on the contig; start + 1 where the CIGAR spans none, as htslib has it.
  public var end: Int
  public var mateStart: Int
  public var templateLength: Int
  /// Index of the contig in the header; -1 where there is none.
  public var contig: Int32
  /// Index of the mate's contig in the header; -1 where there is none.
  public var mateContig: Int32
  /// Where the name starts in the batch's `bytes`.
  public var firstByte: Int32
  /// Operations of the CIGAR.
  public var cigarCount: UInt32
  /// Bases of the sequence; 0 where the record gives none, or where none are decoded.
  public var baseCount: Int32
  /// Bytes of the tags.
  public var tagByteCount: Int32
  public var flags: AlignmentFlags
  public var mappingQuality: UInt8
  /// Bytes of the name with its closing zero; the CIGAR follows.
  public var nameByteCount: UInt8

  /// A record.
  @inlinable
  public init(
    contig: Int32, mateContig: Int32, start: Int, end: Int, mateStart: Int, templateLength: Int,
    flags: AlignmentFlags, mappingQuality: UInt8, firstByte: Int32, nameByteCount: UInt8,
    cigarCount: UInt32, baseCount: Int32, tagByteCount: Int32
  ) {
    self.contig = contig
    self.mateContig = mateContig
    self.start = start
    self.end = end
    self.mateStart = mateStart
    self.templateLength = templateLength
    self.flags = flags
    self.mappingQuality = mappingQuality
    self.firstByte = firstByte
    self.nameByteCount = nameByteCount
    self.cigarCount = cigarCount
    self.baseCount = baseCount
    self.tagByteCount = tagByteCount
  }

  /// Bytes of the name, its closing zero among them.
  @inlinable public var nameBytes: Range<Int> { Int(firstByte)..<cigarByte }

  /// Where the CIGAR starts: `cigarCount` little-endian words, not aligned.
  @inlinable public var cigarByte: Int { Int(firstByte) + Int(nameByteCount) }

  /// Bytes of the bases, two a byte, the first in the high half (`=ACMGRSVTWYHKDBN`).
  @inlinable public var baseBytes: Range<Int> {
    let start = cigarByte + 4 * Int(cigarCount)
    return start..<start + (Int(baseCount) + 1) / 2
  }

  /// Bytes of the base qualities, one a base; all 255 where the record gives none.
  @inlinable public var qualityBytes: Range<Int> {
    let start = baseBytes.upperBound
    return start..<start + Int(baseCount)
  }

  /// Bytes of the tags.
  @inlinable public var tagBytes: Range<Int> {
    let start = qualityBytes.upperBound
    return start..<start + Int(tagByteCount)
  }
}
