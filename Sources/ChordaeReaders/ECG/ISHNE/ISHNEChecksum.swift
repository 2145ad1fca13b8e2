/// CRC-16 with the polynomial 0x1021 and the start 0xFFFF (CRC-CCITT, `FALSE`).
enum ISHNEChecksum {
  static func of(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt16 = 0xFFFF
    for byte in bytes {
      sum ^= UInt16(byte) << 8
      for _ in 0..<8 { sum = sum & 0x8000 == 0 ? sum << 1 : sum << 1 ^ 0x1021 }
    }
    return sum
  }
}
