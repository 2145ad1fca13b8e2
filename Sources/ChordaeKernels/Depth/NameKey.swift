internal import ChordaeCore

/// A read's name as 128 bits: two names share them with a chance of 1 in 10^38.
struct NameKey: Hashable {
  let low: UInt64
  let high: UInt64

  /// The key of no name.
  static let none = NameKey(low: 0, high: 0)

  private init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// The key of a record's name.
  init(of record: AlignmentRecord, in bytes: RawSpan) {
    self.init(bytes, from: Int(record.firstByte), count: Int(record.nameByteCount))
  }

  /// The key of some bytes; up to seven bytes behind them are read and left out of account.
  init(_ bytes: RawSpan, from start: Int, count: Int) {
    var (a, b) = (0x243F_6A88_85A3_08D3 as UInt64, 0x1319_8A2E_0370_7344 as UInt64)
    var place = start
    let end = start + count
    while place < end {
      var value = bytes.longWord(at: place)
      let left = end - place
      if left < 8 { value &= 1 << UInt64(8 * left) &- 1 }
      a = Self.fold(a ^ value, 0xA409_3822_299F_31D1)
      b = Self.fold(b &+ value, 0x082E_FA98_EC4E_6C89)
      place += 8
    }
    (low, high) = (a, b)
  }

  /// Multiplies to 128 bits and lays the halves over each other: every bit in reaches every bit out.
  @inline(__always)
  private static func fold(_ x: UInt64, _ odd: UInt64) -> UInt64 {
    let product = x.multipliedFullWidth(by: odd)
    return product.high ^ product.low
  }
}
