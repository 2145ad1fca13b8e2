public import ChordaeCore
internal import Glibc

extension AlignmentIndex {
  /// Reads the index beside a file and holds it to the file.
  ///
  /// - Parameters:
  ///   - path: The alignment file.
  ///   - format: Its format.
  ///   - contigCount: Contigs of its header.
  /// - Returns: The index; nil where there is none, or where the file is no regular one or SAM text.
  /// - Throws: What is wrong with the index; `stale_index` where it cannot be that of the file.
  public static func beside(
    _ path: String, format: AlignmentFormat, contigCount: Int
  ) throws(InputError) -> AlignmentIndex? {
    guard format != .sam, ByteFile.exists(path), let found = find(for: path, format: format) else {
      return nil
    }
    let index = try AlignmentIndex(path: found)
    let file = try ByteFile(path: path)
    let namesBlocks = try index.namesBlocks(of: file)
    guard namesBlocks, !index.isStale(contigCount: contigCount, fileSize: file.size) else {
      throw InputError(
        .staleIndex, path: found,
        "the index is that of another file, or of this one before it was changed: make it again"
          + " (samtools index)")
    }
    return index
  }

  /// Whether it names more contigs than a file has, or a place past its end.
  public func isStale(contigCount: Int, fileSize: Int) -> Bool {
    contigs.count > contigCount || (kind == .crai ? lastOffset : lastOffset >> 16) > fileSize
  }

  /// Whether the file has changed since the index was written, by the clock of the file system; a
  /// copied file may look so although its index is right.
  public func isOlder(than path: String) -> Bool {
    var (own, other) = (stat(), stat())
    guard unsafe stat(self.path, &own) == 0, unsafe stat(path, &other) == 0 else { return false }
    return own.st_mtim.tv_sec < other.st_mtim.tv_sec
  }

  /// Whether blocks of a BGZF file begin at the first and the last place that it names; a CRAI names
  /// places where nothing tells what begins.
  private func namesBlocks(of file: borrowing ByteFile) throws(InputError) -> Bool {
    guard kind != .crai else { return true }
    let first = contigs.lazy.compactMap(\.offsets?.lowerBound).first
    var header: [UInt8] = []
    for offset in [first, lastOffset].compactMap({ $0 }) where offset >> 16 < file.size {
      try file.read(4, at: offset >> 16, into: &header)
      guard header.starts(with: [31, 139, 8]) else { return false }
    }
    return true
  }
}
