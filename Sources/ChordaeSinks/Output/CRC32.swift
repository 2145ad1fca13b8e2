import CZlib

/// CRC-32 as gzip computes it, by zlib.
package enum CRC32 {
  /// The checksum of some bytes.
  package static func of(_ bytes: [UInt8]) -> UInt32 {
    UInt32(unsafe bytes.withUnsafeBufferPointer { unsafe crc32_z(0, $0.baseAddress, $0.count) })
  }
}
