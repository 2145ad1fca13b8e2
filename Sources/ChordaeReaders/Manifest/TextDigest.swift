/// The 128-bit FNV-1a digest of texts: fast, for tables of this process; never for trust.
struct TextDigest {
  private(set) var value: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d

  init() {}

  /// The digest of one text.
  init(_ text: String) { add(text) }

  /// The digest of one text.
  init(_ text: Span<UInt8>) {
    for place in text.indices { add(text[place]) }
    add(0)
  }

  /// Adds a text's bytes and an end mark, so that ("ab", "c") and ("a", "bc") differ.
  mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    add(0)
  }

  private mutating func add(_ byte: UInt8) {
    value = (value ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B
  }
}

/// A row under 96 bits of a digest, in 16 bytes: ordered by the digest, then by the row.
struct DigestedRow: Comparable, Sendable {
  let row: UInt32
  private let low: UInt32
  private let high: UInt64

  init(_ digest: TextDigest, row: Int) {
    high = UInt64(truncatingIfNeeded: digest.value >> 64)
    low = UInt32(truncatingIfNeeded: digest.value)
    self.row = UInt32(row)
  }

  static func < (a: DigestedRow, b: DigestedRow) -> Bool {
    if a.high != b.high { return a.high < b.high }
    return a.low != b.low ? a.low < b.low : a.row < b.row
  }

  func hasDigest(of other: DigestedRow) -> Bool { high == other.high && low == other.low }
}
