/// The bits of a record's FLAG field (SAM specification, section 1.4).
@frozen
public struct AlignmentFlags: OptionSet, Sendable, Hashable, BitwiseCopyable {
  public let rawValue: UInt16

  /// Flags as the file holds them.
  @inlinable
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let paired = AlignmentFlags(rawValue: 0x1)
  public static let properPair = AlignmentFlags(rawValue: 0x2)
  public static let unmapped = AlignmentFlags(rawValue: 0x4)
  public static let mateUnmapped = AlignmentFlags(rawValue: 0x8)
  public static let reverse = AlignmentFlags(rawValue: 0x10)
  public static let mateReverse = AlignmentFlags(rawValue: 0x20)
  public static let read1 = AlignmentFlags(rawValue: 0x40)
  public static let read2 = AlignmentFlags(rawValue: 0x80)
  public static let secondary = AlignmentFlags(rawValue: 0x100)
  public static let failsQuality = AlignmentFlags(rawValue: 0x200)
  public static let duplicate = AlignmentFlags(rawValue: 0x400)
  public static let supplementary = AlignmentFlags(rawValue: 0x800)
}
