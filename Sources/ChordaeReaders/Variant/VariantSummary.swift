public import ChordaeCore
import Glibc

/// What a VCF or BCF file says of itself, from its header and its end alone.
public struct VariantSummary: Sendable, Equatable {
  public let format: Format
  public let compression: Compression
  public let sampleCount: Int
  public let contigs: [Contig]
  /// Whether a `.csi` or `.tbi` index stands beside the file.
  public let hasIndex: Bool
  /// nil where the compression knows no end-of-file block.
  public let hasEndOfFileBlock: Bool?

  /// The file's format.
  public enum Format: String, Sendable { case vcf, bcf }
  /// How the file is compressed; only BGZF allows an index.
  public enum Compression: String, Sendable { case none, gzip, bgzf }

  /// Reads the header of a file, and its last 28 bytes.
  public init(path: String) throws(InputError) {
    let file = try VariantFile(path: path)
    format = file.format
    compression = file.compression
    sampleCount = file.sampleNames.count
    contigs = (0..<file.contigCount).map { file.contig($0) }
    hasEndOfFileBlock = file.hasEndOfFileBlock
    hasIndex = [".csi", ".tbi"].contains { unsafe access(path + $0, F_OK) == 0 }
  }
}

/// What a reader took, though it is not sound.
public struct VariantWarnings: Sendable, Equatable {
  /// Records of contigs that the header does not declare.
  public var contigRecords = 0
  /// Records at which a FILTER, INFO or FORMAT tag was seen that the header does not declare;
  /// htslib tells of a tag at its first record only.
  public var tagRecords = 0

  /// None so far.
  public init() {}

  /// Adds the warnings of another file.
  public mutating func add(_ other: VariantWarnings) {
    contigRecords += other.contigRecords
    tagRecords += other.tagRecords
  }

  /// What was taken, in words for the log; empty where nothing was.
  public var sentences: [String] {
    var sentences: [String] = []
    if contigRecords > 0 {
      sentences.append("\(contigRecords) records of contigs that the header does not declare")
    }
    if tagRecords > 0 {
      sentences.append("\(tagRecords) records with tags that the header does not declare")
    }
    return sentences
  }
}
