public import ChordaeCore

/// What can be told of an alignment file from its header and its end alone.
public struct AlignmentSummary: Sendable, Equatable {
  public let format: AlignmentFormat
  public let contigs: [Contig]
  /// Whether the header says so (`SO:coordinate`).
  public let isCoordinateSorted: Bool
  /// Whether the end-of-file block stands where it must; nil for a format that has none.
  public let hasEndOfFileBlock: Bool?
  /// The index beside the file (`.bai`, `.csi` or `.crai`); nil where there is none.
  public let indexPath: String?
}

extension AlignmentReader {
  /// Tells what a file is without reading its records: milliseconds, whatever its size.
  ///
  /// - Throws: What opening the file and reading its header met.
  public static func inspect(path: String) throws(InputError) -> AlignmentSummary {
    let opened = try OpenAlignment(path: path)
    return AlignmentSummary(
      format: opened.format, contigs: opened.contigs,
      isCoordinateSorted: opened.isCoordinateSorted,
      hasEndOfFileBlock: opened.hasEndOfFileBlock,
      indexPath: AlignmentIndex.find(for: path, format: opened.format))
  }
}
