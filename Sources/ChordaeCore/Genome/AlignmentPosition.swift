/// A place in coordinate order: contigs as the header lists them, then reads without a contig.
public struct AlignmentPosition: Sendable, Hashable, Comparable {
  /// Index of the contig; -1, which sorts last, for reads without one.
  public let contig: Int
  /// 0-based position.
  public let start: Int

  /// A place.
  public init(contig: Int, start: Int) {
    self.contig = contig
    self.start = start
  }

  /// Places come in the order of a sorted file.
  public static func < (a: AlignmentPosition, b: AlignmentPosition) -> Bool {
    // As unsigned, -1 is the greatest.
    let (first, second) = (UInt(bitPattern: a.contig), UInt(bitPattern: b.contig))
    return first < second || first == second && a.start < b.start
  }
}
