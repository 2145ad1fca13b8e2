internal import ChordaeKernels

/// Formats whose samples take whole bytes.
extension WFDBSampleFormat {
  static func decodeLittleEndian16(_ bytes: Span<UInt8>, into samples: inout MutableSpan<Int32>) {
    StoredSamples.widen(bytes, into: &samples)
  }

  static func decodeBigEndian16(_ bytes: Span<UInt8>, into samples: inout MutableSpan<Int32>) {
    for i in samples.indices {
      let word = UInt16(bytes[2 * i]) << 8 | UInt16(bytes[2 * i + 1])
      samples[i] = Int32(Int16(bitPattern: word))
    }
  }

  static func decodeOffset16(_ bytes: Span<UInt8>, into samples: inout MutableSpan<Int32>) {
    for i in samples.indices {
      samples[i] = (Int32(bytes[2 * i]) | Int32(bytes[2 * i + 1]) << 8) - 0x8000
    }
  }

  static func decodeOffset8(_ bytes: Span<UInt8>, into samples: inout MutableSpan<Int32>) {
    for i in samples.indices { samples[i] = Int32(bytes[i]) - 0x80 }
  }

  static func decodeLittleEndian24(_ bytes: Span<UInt8>, into samples: inout MutableSpan<Int32>) {
    for i in samples.indices {
      let low = UInt32(bytes[3 * i]) | UInt32(bytes[3 * i + 1]) << 8
      // The sample lies in the upper three bytes, so that shifting back extends its sign.
      samples[i] = Int32(bitPattern: (low | UInt32(bytes[3 * i + 2]) << 16) << 8) >> 8
    }
  }

  static func decodeLittleEndian32(_ bytes: Span<UInt8>, into samples: inout MutableSpan<Int32>) {
    for i in samples.indices {
      let low = UInt32(bytes[4 * i]) | UInt32(bytes[4 * i + 1]) << 8
      let high = UInt32(bytes[4 * i + 2]) | UInt32(bytes[4 * i + 3]) << 8
      samples[i] = Int32(bitPattern: low | high << 16)
    }
  }

  /// Adds each difference to the last sample of its own signal; `last` holds one a signal and
  /// `signals` names the signal of each sample of a frame.
  static func decodeDifferences8(
    _ bytes: Span<UInt8>, signals: [Int], last: inout [Int32],
    into samples: inout MutableSpan<Int32>
  ) {
    var place = 0
    for i in samples.indices {
      let signal = signals[place]
      last[signal] &+= Int32(Int8(bitPattern: bytes[i]))
      samples[i] = last[signal]
      place = place + 1 == signals.count ? 0 : place + 1
    }
  }
}
