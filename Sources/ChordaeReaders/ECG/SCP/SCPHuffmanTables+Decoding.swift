extension SCPHuffmanTables {
  /// What decoding a lead's bytes gave.
  struct Decoded {
    var values: [Int32] = []
    /// Bytes that the values took, the last of them perhaps in part.
    var byteCount = 0
    /// Bit at which a word was found that no table has; nil where there was none.
    var damage: Int?
  }

  /// Decodes up to `count` values, from the most significant bit of each byte on.
  ///
  /// Ends early where the bytes do, or at a word that is in no table. Each lead begins with the
  /// first table. Cost is linear in the bits; nothing is allocated but for values found.
  func decode(_ bytes: ArraySlice<UInt8>, count: Int) -> Decoded {
    var bits = BitReader(bytes)
    var result = Decoded()
    var root = roots[0]
    var node = root
    while result.values.count < count, let bit = bits.next() {
      node = Int(bit ? nodes[node].next.1 : nodes[node].next.0)
      guard node != 0 else {
        result.damage = bits.position - 1
        break
      }
      guard let entry = nodes[node].entry else { continue }
      switch entry {
      case .table(let table): root = roots[table]
      case .value(let base, let extraBits):
        guard let extra = bits.signed(extraBits) else { break }
        result.values.append(Int32(truncatingIfNeeded: base + extra))
        result.byteCount = (bits.position + 7) / 8
      }
      node = root
    }
    return result
  }
}

/// The bits of a lead's bytes.
private struct BitReader {
  private let bytes: ArraySlice<UInt8>
  /// Bits taken.
  private(set) var position = 0

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  mutating func next() -> Bool? {
    let index = bytes.startIndex + position >> 3
    guard index < bytes.endIndex else { return nil }
    defer { position += 1 }
    return bytes[index] >> UInt8(7 - position & 7) & 1 == 1
  }

  /// A two's complement number of so many bits; nil, with all bits taken, where they end before.
  mutating func signed(_ count: Int) -> Int? {
    guard count > 0 else { return 0 }
    var value = 0
    for _ in 0..<count {
      guard let bit = next() else { return nil }
      value = value << 1 | (bit ? 1 : 0)
    }
    return value >> (count - 1) == 1 ? value - 1 << count : value
  }
}
