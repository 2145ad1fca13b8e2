public import ChordaeCore
internal import Glibc

/// The index of an alignment file: where in the file the records of each stretch of a contig lie,
/// and how many there are.
///
/// Read are BAI (SAM specification, section 5.2), CSI (version 1) and CRAI (CRAM specification,
/// section 12). What an index holds is held to the bytes that it has, so that a damaged one is a
/// fault and never a matter of luck.
public struct AlignmentIndex: Sendable, Equatable {
  public let path: String
  public let kind: Kind
  /// What the index says of each contig, in the order of the header; it may end before the header's
  /// last contig.
  public let contigs: [ContigIndex]
  /// Reads without a place on any contig; nil where the index does not say, as a CRAI never does.
  public let unplacedCount: Int?
  /// Bases of a window: 16,384, or more in a CSI that was made with greater ones.
  public let windowLength: Int
  /// The greatest place in the file that is named: a virtual offset, for a CRAI one in bytes.
  public let lastOffset: Int

  /// The published forms of an index.
  public enum Kind: String, Sendable {
    case bai = "BAI"
    case csi = "CSI"
    case crai = "CRAI"
  }

  /// The index that stands where htslib 1.16 looks for one: beside the file, under its name or
  /// without its last suffix; nil where there is none.
  public static func find(for path: String, format: AlignmentFormat) -> String? {
    let suffixes = format == .cram ? [".crai"] : [".csi", ".bai"]
    let stem = path.dropFirst().lastIndex(of: ".").map { String(path[..<$0]) }
    let candidates = suffixes.flatMap { suffix in
      [path + suffix] + (stem.map { [$0 + suffix] } ?? [])
    }
    return candidates.first { unsafe access($0, R_OK) == 0 }
  }

  /// Reads an index, whichever of the forms its content has.
  ///
  /// - Throws: `malformed` where it breaks the form or names more than its bytes can hold, and what
  ///   reading and inflating the file met.
  public init(path: String) throws(InputError) {
    let bytes = try IndexFile.read(path)
    do throws(IndexCursor.Fault) {
      switch Array(bytes.prefix(4)) {
      case Array("BAI\u{1}".utf8): self = try Self.bai(IndexCursor(bytes, from: 4), path: path)
      case Array("CSI\u{1}".utf8): self = try Self.csi(IndexCursor(bytes, from: 4), path: path)
      default: self = try Self.crai(IndexCursor(bytes, from: 0), path: path)
      }
    } catch {
      throw InputError(
        .malformed, path: path, at: .byte(error.place),
        "the index is damaged or cut short: make it again (samtools index)")
    }
  }

  init(
    path: String, kind: Kind, contigs: [ContigIndex], unplacedCount: Int?, windowLength: Int,
    lastOffset: Int
  ) {
    self.path = path
    self.kind = kind
    self.contigs = contigs
    self.unplacedCount = unplacedCount
    self.windowLength = windowLength
    self.lastOffset = lastOffset
  }
}
