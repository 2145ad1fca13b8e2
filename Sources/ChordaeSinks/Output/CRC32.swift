internal import CDeflate

/// CRC-32 as gzip computes it, by libdeflate, which multiplies without carry where the processor can.
package enum CRC32 {
  /// The checksum of some bytes.
  package static func of(_ bytes: [UInt8]) -> UInt32 {
    unsafe bytes.withUnsafeBufferPointer { unsafe libdeflate_crc32(0, $0.baseAddress, $0.count) }
  }
}
