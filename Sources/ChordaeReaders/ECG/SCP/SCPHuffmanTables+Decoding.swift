extension SCPHuffmanTables {
  /// What decoding a lead's bytes gave.
  struct Decoded {
    var values: [Int32] = []
    /// Bytes that the values took, the last of them perhaps in part.
    var byteCount = 0
    /// Whether a word was found that no table has.
    var isDamaged = false
  }

  /// Decodes up to `count` values, from the most significant bit of each byte on.
  ///
  /// Ends early where the bytes do, or at a word that is in no table. Each lead begins with the
  /// first table. Cost is linear in the bits: every word has one at least, that of a table too. What
  /// is set aside beforehand is a few times the bytes.
  func decode(_ bytes: ArraySlice<UInt8>, count: Int) -> Decoded {
    var result = Decoded()
    // Few records have shorter words than four bits on average.
    result.values.reserveCapacity(min(count, 2 * bytes.count))
    let span = bytes.span
    var bits = BitPlace()
    var table = 0
    while result.values.count < count {
      if table < shortcuts.count, let next = bits.peek(in: span) {
        let shortcut = shortcuts[table][next]
        if shortcut != 0 {
          bits.position += Int(shortcut & 0xFF)
          result.values.append(shortcut >> 8)
          result.byteCount = (bits.position + 7) / 8
          continue
        }
      }
      guard let value = value(span, &bits, &table, isDamaged: &result.isDamaged) else { break }
      result.values.append(value)
      result.byteCount = (bits.position + 7) / 8
    }
    return result
  }

  /// The next value, bit by bit; nil where the bits end or no word fits.
  private func value(
    _ bytes: Span<UInt8>, _ bits: inout BitPlace, _ table: inout Int, isDamaged: inout Bool
  ) -> Int32? {
    var node = roots[table]
    while let bit = bits.next(in: bytes) {
      node = Int(bit ? nodes[node].next.1 : nodes[node].next.0)
      guard node != 0 else {
        isDamaged = true
        return nil
      }
      switch nodes[node].entry {
      case nil: continue
      case .table(let next):
        table = next
        node = roots[next]
      case .value(let base, let extraBits):
        return bits.signed(extraBits, in: bytes).map { Int32(truncatingIfNeeded: base + $0) }
      }
    }
    return nil
  }
}

/// A place among the bits of a lead's bytes.
private struct BitPlace {
  /// Bits taken.
  var position = 0

  mutating func next(in bytes: Span<UInt8>) -> Bool? {
    guard position >> 3 < bytes.count else { return nil }
    defer { position += 1 }
    return bytes[position >> 3] >> UInt8(7 - position & 7) & 1 == 1
  }

  /// The next bits of a shortcut, which stay; nil near the end.
  @inline(__always)
  func peek(in bytes: Span<UInt8>) -> Int? {
    let byte = position >> 3
    guard byte + 3 <= bytes.count else { return nil }
    let window = Int(bytes[byte]) << 16 | Int(bytes[byte + 1]) << 8 | Int(bytes[byte + 2])
    let unused = 24 - position & 7 - SCPHuffmanTables.shortcutBits
    return window >> unused & (1 << SCPHuffmanTables.shortcutBits - 1)
  }

  /// A two's complement number of so many bits; nil, with all bits taken, where they end before.
  mutating func signed(_ count: Int, in bytes: Span<UInt8>) -> Int? {
    guard count > 0 else { return 0 }
    var value = 0
    for _ in 0..<count {
      guard let bit = next(in: bytes) else { return nil }
      value = value << 1 | (bit ? 1 : 0)
    }
    return value >> (count - 1) == 1 ? value - 1 << count : value
  }
}
