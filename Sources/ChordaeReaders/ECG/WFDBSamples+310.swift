/// Formats 310 and 311: three 10-bit samples in four bytes.
extension WFDBSampleFormat {
  /// Bits 1 to 10 of each 16-bit word are a sample; the upper five bits of both make the third.
  static func decode310(_ bytes: Span<UInt8>, into samples: inout MutableSpan<Int32>) {
    for i in samples.indices {
      let start = 4 * (i / 3)
      switch i % 3 {
      case 0: samples[i] = sample10(word(bytes, start) >> 1)
      case 1: samples[i] = sample10(word(bytes, start + 2) >> 1)
      default:
        samples[i] = sample10(word(bytes, start) >> 11 | (word(bytes, start + 2) >> 11) << 5)
      }
    }
  }

  /// The samples follow each other from the lowest bit of a 32-bit word; its upper two are unused.
  static func decode311(_ bytes: Span<UInt8>, into samples: inout MutableSpan<Int32>) {
    for i in samples.indices {
      let start = 4 * (i / 3)
      switch i % 3 {
      case 0: samples[i] = sample10(word(bytes, start))
      case 1: samples[i] = sample10(UInt32(bytes[start + 1]) >> 2 | UInt32(bytes[start + 2]) << 6)
      default: samples[i] = sample10(word(bytes, start + 2) >> 4)
      }
    }
  }

  private static func word(_ bytes: Span<UInt8>, _ start: Int) -> UInt32 {
    UInt32(bytes[start]) | UInt32(bytes[start + 1]) << 8
  }

  /// The lower ten bits with their sign.
  private static func sample10(_ bits: UInt32) -> Int32 {
    Int32(bitPattern: bits << 22) >> 22
  }
}
