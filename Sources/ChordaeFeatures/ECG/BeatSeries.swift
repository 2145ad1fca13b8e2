public import ChordaeCore

/// The beats of a recording in order of time, eight bytes a beat.
public struct BeatSeries: Sendable, Equatable, RandomAccessCollection {
  /// A beat's sample, then one bit for a gap before it, then its type as an ASCII letter.
  private var packed: [UInt64] = []

  /// An empty series.
  public init() {}

  public var startIndex: Int { 0 }
  public var endIndex: Int { packed.count }

  public subscript(index: Int) -> Beat {
    Beat(
      sample: sample(index),
      type: Character(Unicode.Scalar(UInt8(truncatingIfNeeded: packed[index]))))
  }

  /// A beat's sample at the file's own rate.
  public func sample(_ index: Int) -> Int { Int(packed[index] >> 9) }

  /// Whether a beat is typed normal (N).
  public func isNormal(_ index: Int) -> Bool {
    UInt8(truncatingIfNeeded: packed[index]) == UInt8(ascii: "N")
  }

  /// Where a beat comes from, by its type.
  public func kind(_ index: Int) -> BeatKind {
    BeatKind(UInt8(truncatingIfNeeded: packed[index]))
  }

  /// Whether no interval may be taken from the beat before: samples are missing between the two, or
  /// it is the first.
  public func followsGap(_ index: Int) -> Bool { index == 0 || packed[index] & 0x100 != 0 }

  /// Appends a beat.
  ///
  /// - Precondition: its sample lies behind that of the last one.
  package mutating func append(sample place: Int, code: UInt8, followsGap: Bool) {
    precondition(place >= 0 && (packed.isEmpty || place > sample(count - 1)))
    packed.append(UInt64(place) << 9 | (followsGap ? 0x100 : 0) | UInt64(code))
  }
}
