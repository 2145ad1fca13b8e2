extension [UInt8] {
  /// Appends a number's bytes, the lowest first.
  mutating func append(littleEndian number: some FixedWidthInteger) {
    for place in stride(from: 0, to: number.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: number >> place))
    }
  }

  /// Replaces bytes from a place on with a number's, the lowest first.
  mutating func replace(at start: Int, littleEndian number: some FixedWidthInteger) {
    for place in 0..<number.bitWidth / 8 {
      self[start + place] = UInt8(truncatingIfNeeded: number >> (8 * place))
    }
  }

  /// Appends zeros until the count is a multiple of `alignment`.
  mutating func pad(to alignment: Int) {
    let rest = count % alignment
    if rest > 0 { append(contentsOf: repeatElement(0, count: alignment - rest)) }
  }
}
