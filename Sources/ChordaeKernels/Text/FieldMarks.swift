/// Where the separators of a text of two levels stand: entries apart by one byte, their fields by
/// another.
///
/// One value serves many texts, so that nothing is allocated once it has grown.
package struct FieldMarks: Sendable {
  /// Offsets of the separators of both kinds, ascending.
  package private(set) var offsets: [Int32] = []

  /// The ways to find them, which find the same.
  package enum Form: CaseIterable, Sendable {
    /// A byte at a time.
    case reference
    /// Eight bytes at a time.
    case words
  }

  /// No marks yet.
  package init() {}

  /// Finds the separators of a text of less than 2 GB.
  package mutating func find(
    _ first: UInt8, _ second: UInt8, in text: Span<UInt8>, _ form: Form = .words
  ) {
    offsets.removeAll(keepingCapacity: true)
    let next = form == .words ? findInWords(first, second, text) : 0
    for index in next..<text.count where text[index] == first || text[index] == second {
      offsets.append(Int32(truncatingIfNeeded: index))
    }
  }

  /// Gives the offset from which on the bytes are too few for a word.
  private mutating func findInWords(_ first: UInt8, _ second: UInt8, _ text: Span<UInt8>) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let (one, two) = (ones * UInt64(first), ones * UInt64(second))
    return unsafe text.withUnsafeBytes { bytes in
      var next = 0
      while next &+ 8 <= bytes.count {
        let loaded = unsafe bytes.loadUnaligned(fromByteOffset: next, as: UInt64.self)
        let word = UInt64(littleEndian: loaded)
        var found = Self.zeroBytes(word ^ one) | Self.zeroBytes(word ^ two)
        while found != 0 {
          offsets.append(Int32(truncatingIfNeeded: next &+ found.trailingZeroBitCount >> 3))
          found &= found &- 1
        }
        next &+= 8
      }
      return next
    }
  }

  /// The highest bit of each byte that is zero, and no other bit.
  @inline(__always)
  private static func zeroBytes(_ word: UInt64) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return ~(((word & low) &+ low) | word | low)
  }
}
