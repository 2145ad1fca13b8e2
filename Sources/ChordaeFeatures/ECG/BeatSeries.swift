public import ChordaeCore

/// The beats of a recording in order of time, four bytes a beat.
public struct BeatSeries: Sendable, Equatable, RandomAccessCollection {
  /// Samples that differ in their lowest bits only.
  private struct Page: Sendable, Equatable {
    /// Place of the first beat in it.
    let place: Int
    /// Its first sample.
    let sample: Int
  }

  private static let pageBits = 24

  /// The pages that hold a beat: one of each 18 hours at 250 Hz.
  private var pages: [Page] = []
  /// A beat's sample in its page, then one bit for a gap before it, then its type as an ASCII letter.
  private var packed: [UInt32] = []

  /// An empty series.
  public init() {}

  public var startIndex: Int { 0 }
  public var endIndex: Int { packed.count }

  public subscript(index: Int) -> Beat {
    Beat(sample: sample(index), type: Character(Unicode.Scalar(code(index))))
  }

  /// A beat's sample at the file's own rate.
  public func sample(_ index: Int) -> Int { pageSample(index) + Int(packed[index] >> 8) }

  /// Whether a beat is typed normal (N).
  public func isNormal(_ index: Int) -> Bool { code(index) == UInt8(ascii: "N") }

  /// Where a beat comes from, by its type.
  public func kind(_ index: Int) -> BeatKind { BeatKind(code(index)) }

  /// Whether no interval may be taken from the beat before: samples are missing between the two, or
  /// it is the first.
  public func followsGap(_ index: Int) -> Bool { index == 0 || packed[index] & 0x80 != 0 }

  /// Appends a beat.
  ///
  /// - Precondition: its sample lies behind that of the last one, and its code is one of ASCII.
  package mutating func append(sample place: Int, code: UInt8, followsGap: Bool) {
    precondition(place >= 0 && (packed.isEmpty || place > sample(count - 1)) && code < 0x80)
    let low = place & (1 << Self.pageBits - 1)
    if pages.last?.sample != place - low { pages.append(Page(place: count, sample: place - low)) }
    packed.append(UInt32(low) << 8 | (followsGap ? 0x80 : 0) | UInt32(code))
  }

  private func code(_ index: Int) -> UInt8 { UInt8(packed[index] & 0x7F) }

  /// The first sample of a beat's page.
  private func pageSample(_ index: Int) -> Int {
    var (low, high) = (0, pages.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if pages[middle].place <= index { low = middle } else { high = middle - 1 }
    }
    return pages[low].sample
  }
}
