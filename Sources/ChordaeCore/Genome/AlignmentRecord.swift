/// The fixed fields of an alignment record, as plain numbers.
@frozen
public struct AlignmentRecord: Sendable, BitwiseCopyable {
  /// Index of the contig in the header; -1 where there is none.
  public var contig: Int32
  /// Index of the mate's contig in the header; -1 where there is none.
  public var mateContig: Int32
  /// 0-based start on the contig; -1 where there is none.
  public var start: Int
  /// Past the last base on the contig; start + 1 where the CIGAR spans none, as htslib has it.
  public var end: Int
  public var mateStart: Int
  public var templateLength: Int
  public var flags: AlignmentFlags
  public var mappingQuality: UInt8
  /// Words of the name in the batch's `words`, from `firstWord` on; the CIGAR follows it.
  public var nameWordCount: UInt8
  /// Operations of the CIGAR.
  public var cigarCount: UInt32
  public var firstWord: Int

  /// A record.
  @inlinable
  public init(
    contig: Int32, mateContig: Int32, start: Int, end: Int, mateStart: Int, templateLength: Int,
    flags: AlignmentFlags, mappingQuality: UInt8, nameWordCount: UInt8, cigarCount: UInt32,
    firstWord: Int
  ) {
    self.contig = contig
    self.mateContig = mateContig
    self.start = start
    self.end = end
    self.mateStart = mateStart
    self.templateLength = templateLength
    self.flags = flags
    self.mappingQuality = mappingQuality
    self.nameWordCount = nameWordCount
    self.cigarCount = cigarCount
    self.firstWord = firstWord
  }

  /// Where the batch's `words` hold the name, zero-padded to whole words.
  @inlinable public var nameWords: Range<Int> { firstWord..<firstWord + Int(nameWordCount) }

  /// Where the batch's `words` hold the CIGAR, one `CigarOperation` a word.
  @inlinable public var cigarWords: Range<Int> {
    let start = firstWord + Int(nameWordCount)
    return start..<start + Int(cigarCount)
  }
}
