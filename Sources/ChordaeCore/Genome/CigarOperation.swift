/// One operation of a CIGAR, as BAM packs it: length << 4 | code (SAM specification, section 4.2).
@frozen
public struct CigarOperation: Sendable, Hashable, BitwiseCopyable {
  public let rawValue: UInt32

  /// An operation as the file holds it.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Bases it spans.
  @inlinable public var length: Int { Int(rawValue >> 4) }

  /// Whether it lays bases of the read on the contig: M, = or X.
  @inlinable public var isAligned: Bool { 0b1_1000_0001 >> (rawValue & 15) & 1 == 1 }

  /// Whether it moves along the contig: M, D, N, = or X.
  @inlinable public var consumesReference: Bool { 0b1_1000_1101 >> (rawValue & 15) & 1 == 1 }

  /// Whether it moves along the read: M, I, S, = or X.
  @inlinable public var consumesRead: Bool { 0b1_1001_0011 >> (rawValue & 15) & 1 == 1 }
}
