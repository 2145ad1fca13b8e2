/// The bits of a record's FLAG field (SAM specification, section 1.4).
///
/// Computed, not stored: a stored constant costs a call at each of its uses in another module.
@frozen
public struct AlignmentFlags: OptionSet, Sendable, Hashable, BitwiseCopyable {
  public let rawValue: UInt16

  /// Flags as the file holds them.
  @inlinable
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  @inlinable public static var paired: Self { Self(rawValue: 0x1) }
  @inlinable public static var properPair: Self { Self(rawValue: 0x2) }
  @inlinable public static var unmapped: Self { Self(rawValue: 0x4) }
  @inlinable public static var mateUnmapped: Self { Self(rawValue: 0x8) }
  @inlinable public static var reverse: Self { Self(rawValue: 0x10) }
  @inlinable public static var mateReverse: Self { Self(rawValue: 0x20) }
  @inlinable public static var read1: Self { Self(rawValue: 0x40) }
  @inlinable public static var read2: Self { Self(rawValue: 0x80) }
  @inlinable public static var secondary: Self { Self(rawValue: 0x100) }
  @inlinable public static var failsQuality: Self { Self(rawValue: 0x200) }
  @inlinable public static var duplicate: Self { Self(rawValue: 0x400) }
  @inlinable public static var supplementary: Self { Self(rawValue: 0x800) }
}
