/// How a file stores its samples as numbers.
struct StoredNumbers: Equatable {
  enum Kind: Equatable { case signed, unsigned, float }

  let kind: Kind
  /// Bytes of a number: 1 to 4 of an integer, 4 or 8 of a float.
  let width: Int
  let isBigEndian: Bool

  /// Gives `count` numbers, every `step` bytes from `start` on, with their place.
  ///
  /// The bytes hold them all. The kinds have loops of their own: one that decides for each sample
  /// takes three times as long.
  @inline(__always)
  func forEach(
    _ count: Int, in bytes: Span<UInt8>, from start: Int, step: Int,
    _ body: (Int, Double) -> Void
  ) {
    precondition(count == 0 || start + (count - 1) * step + width <= bytes.count)
    var at = start
    @inline(__always) func loop(_ number: (Int) -> Double) {
      for place in 0..<count {
        body(place, number(at))
        at += step
      }
    }
    if kind == .signed, width == 2, !isBigEndian {
      return loop { Double(Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)) }
    }
    switch kind {
    case .signed:
      let unused = UInt64(64 - 8 * width)
      loop { Double(Int64(bitPattern: bits(bytes, $0) << unused) >> Int64(unused)) }
    case .unsigned: loop { Double(bits(bytes, $0)) }
    case .float where width == 4:
      loop { Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits(bytes, $0)))) }
    case .float: loop { Double(bitPattern: bits(bytes, $0)) }
    }
  }

  @inline(__always)
  private func bits(_ bytes: Span<UInt8>, _ start: Int) -> UInt64 {
    var value: UInt64 = 0
    for i in 0..<width {
      value = value << 8 | UInt64(bytes[start + (isBigEndian ? i : width - 1 - i)])
    }
    return value
  }
}
