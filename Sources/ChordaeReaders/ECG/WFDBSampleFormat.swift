/// How a WFDB signal file stores its samples.
///
/// Source: the formats' definitions in the WFDB Applications Guide, signal(5).
package enum WFDBSampleFormat: Int, Sendable, CaseIterable {
  /// 8-bit first differences.
  case differences8 = 8
  case littleEndian16 = 16
  case littleEndian24 = 24
  case littleEndian32 = 32
  case bigEndian16 = 61
  /// 8 bits, 128 is zero.
  case offset8 = 80
  /// 16 bits, 32768 is zero.
  case offset16 = 160
  /// Two 12-bit samples in 3 bytes.
  case packed212 = 212
  /// Three 10-bit samples in 4 bytes, two of them with a bit to spare.
  case packed310 = 310
  /// Three 10-bit samples in 4 bytes, one after the other.
  case packed311 = 311
  /// FLAC streams of up to 8, 16 and 24 bits, a channel a signal.
  case flac8 = 508
  case flac16 = 516
  case flac24 = 524

  /// The most bits of a sample in a compressed file; nil for files of plain samples.
  var compressedBits: Int? {
    switch self {
    case .flac8: 8
    case .flac16: 16
    case .flac24: 24
    default: nil
    }
  }

  /// The value that marks a sample as missing; nil where the format has none.
  var missingSample: Int32? {
    switch self {
    case .differences8: nil
    case .offset8, .flac8: -128
    case .littleEndian16, .bigEndian16, .offset16, .flac16: -0x8000
    case .littleEndian24, .flac24: -0x80_0000
    case .littleEndian32: Int32.min
    case .packed212: -0x800
    case .packed310, .packed311: -0x200
    }
  }

  /// Samples that are packed together, and the bytes they take; of compressed files only the stream
  /// itself tells.
  private var unit: (samples: Int, bytes: Int) {
    switch self {
    case .differences8, .offset8, .flac8: (1, 1)
    case .littleEndian16, .bigEndian16, .offset16, .flac16: (1, 2)
    case .littleEndian24, .flac24: (1, 3)
    case .littleEndian32: (1, 4)
    case .packed212: (2, 3)
    case .packed310, .packed311: (3, 4)
    }
  }

  /// Samples of one unit that begins a file and of which only some bytes are there.
  private func samples(inPartOf bytes: Int) -> Int {
    switch self {
    case .packed212, .packed310: bytes >= 2 ? 1 : 0
    case .packed311: bytes >= 3 ? 2 : bytes >= 2 ? 1 : 0
    default: 0
    }
  }

  /// Whole samples that so many bytes hold.
  func samples(inBytes bytes: Int) -> Int {
    bytes / unit.bytes * unit.samples + samples(inPartOf: bytes % unit.bytes)
  }

  /// Bytes of so many samples where the last unit is written in full.
  func bytes(ofSamples samples: Int) -> Int {
    (samples + unit.samples - 1) / unit.samples * unit.bytes
  }

  /// Decodes samples from bytes that begin with a whole unit; `samples` holds as many as the bytes
  /// do, or fewer.
  ///
  /// Differences are decoded apart, since they follow from the samples before them, and compressed
  /// files by libFLAC.
  func decode(_ bytes: Span<UInt8>, into samples: inout MutableSpan<Int32>) {
    switch self {
    case .differences8, .flac8, .flac16, .flac24:
      preconditionFailure("These samples do not follow from their own bytes.")
    case .littleEndian16: Self.decodeLittleEndian16(bytes, into: &samples)
    case .littleEndian24: Self.decodeLittleEndian24(bytes, into: &samples)
    case .littleEndian32: Self.decodeLittleEndian32(bytes, into: &samples)
    case .bigEndian16: Self.decodeBigEndian16(bytes, into: &samples)
    case .offset8: Self.decodeOffset8(bytes, into: &samples)
    case .offset16: Self.decodeOffset16(bytes, into: &samples)
    case .packed212: Self.decode212(bytes, into: &samples)
    case .packed310: Self.decode310(bytes, into: &samples)
    case .packed311: Self.decode311(bytes, into: &samples)
    }
  }
}
