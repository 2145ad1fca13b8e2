internal import ChordaeCore

/// Looks for the repeat of the telomere, TTAGGG or CCCTAA, and for G and C in bases as BAM packs them:
/// four bits each, the first in the high half of a byte.
public enum TelomereRepeats {
  /// A form of the search; all give the same figures.
  public enum Form: CaseIterable, Sendable {
    /// Base by base.
    case reference
    /// Sixteen bases at a time.
    case words
  }

  /// How many bases are G or C; codes that stand for several bases are neither.
  ///
  /// Up to eight bytes behind the bases may be read.
  public static func gcCount(
    _ bytes: RawSpan, at first: Int, baseCount: Int, form: Form = .words
  ) -> Int {
    guard form == .words else {
      return (0..<baseCount).count { [2, 4].contains(base(bytes, first, $0)) }
    }
    var count = 0
    for start in stride(from: 0, to: baseCount, by: 16) {
      let word = Word(bytes, at: first + start / 2)
      count += (word.isGOrC & Word.leading(min(16, baseCount - start))).nonzeroBitCount
    }
    return count
  }

  /// Whether the bases hold the repeat, in one of its two directions, so many times.
  ///
  /// Repeats cannot overlap, so those found anywhere are counted. The search ends where the rest is
  /// too short to hold what is still missing. Up to eight bytes behind the bases may be read.
  public static func areFound(
    _ least: Int, _ bytes: RawSpan, at first: Int, baseCount: Int, form: Form = .words
  ) -> Bool {
    guard form == .words else {
      return count([8, 8, 1, 4, 4, 4], bytes, first, baseCount) >= least
        || count([2, 2, 2, 8, 1, 1], bytes, first, baseCount) >= least
    }
    var (forward, reverse, left) = (0, 0, baseCount)
    while max(forward, reverse) < least, max(forward, reverse) + left / 6 >= least, left >= 6 {
      let word = Word(bytes, at: first + (baseCount - left) / 2)
      // Repeats that start at the first ten bases lie whole in the word.
      let starts = Word.leading(min(10, left - 5))
      forward += (word.forwardRepeats & starts).nonzeroBitCount
      reverse += (word.reverseRepeats & starts).nonzeroBitCount
      left -= 10
    }
    return max(forward, reverse) >= least
  }

  private static func base(_ bytes: RawSpan, _ first: Int, _ index: Int) -> UInt8 {
    let byte = bytes.byte(at: first + index / 2)
    return index % 2 == 0 ? byte >> 4 : byte & 15
  }

  private static func count(
    _ motif: [UInt8], _ bytes: RawSpan, _ first: Int, _ baseCount: Int
  ) -> Int {
    var (count, place) = (0, 0)
    while place + motif.count <= baseCount {
      if motif.indices.allSatisfy({ base(bytes, first, place + $0) == motif[$0] }) {
        count += 1
        place += motif.count
      } else {
        place += 1
      }
    }
    return count
  }
}

/// Sixteen bases, the first in the highest four bits; what is asked of them comes as the lowest of
/// each base's four bits.
private struct Word {
  private static let lowest: UInt64 = 0x1111_1111_1111_1111
  private let a, c, g, t: UInt64

  @inline(__always)
  init(_ bytes: RawSpan, at place: Int) {
    let word = bytes.longWord(at: place).byteSwapped
    let (one, two) = (word & Self.lowest, word >> 1 & Self.lowest)
    let (four, eight) = (word >> 2 & Self.lowest, word >> 3 & Self.lowest)
    a = one & ~(two | four | eight)
    c = two & ~(one | four | eight)
    g = four & ~(one | two | eight)
    t = eight & ~(one | two | four)
  }

  @inline(__always) var isGOrC: UInt64 { g | c }

  /// Where TTAGGG starts.
  @inline(__always) var forwardRepeats: UInt64 {
    t & t << 4 & a << 8 & g << 12 & g << 16 & g << 20
  }

  /// Where CCCTAA starts.
  @inline(__always) var reverseRepeats: UInt64 {
    c & c << 4 & c << 8 & t << 12 & a << 16 & a << 20
  }

  /// The bits of the first bases, of which there are 1 to 16.
  @inline(__always)
  static func leading(_ count: Int) -> UInt64 { UInt64.max << UInt64(64 - 4 * count) }
}
