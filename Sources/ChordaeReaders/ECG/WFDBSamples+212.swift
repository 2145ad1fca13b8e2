/// Format 212: the low bytes of two samples, with their upper four bits in the byte between.
extension WFDBSampleFormat {
  static func decode212(_ bytes: Span<UInt8>, into samples: inout MutableSpan<Int32>) {
    let pairs = samples.count / 2
    for pair in 0..<pairs {
      let middle = bytes[3 * pair + 1]
      samples[2 * pair] = sample212(low: bytes[3 * pair], high: middle)
      samples[2 * pair + 1] = sample212(low: bytes[3 * pair + 2], high: middle >> 4)
    }
    if samples.count % 2 == 1 {
      samples[2 * pairs] = sample212(low: bytes[3 * pairs], high: bytes[3 * pairs + 1])
    }
  }

  /// Twelve bits with their sign, of which `high` holds the upper four in its lower half.
  private static func sample212(low: UInt8, high: UInt8) -> Int32 {
    Int32(bitPattern: (UInt32(low) | UInt32(high) << 8) << 20) >> 20
  }
}
