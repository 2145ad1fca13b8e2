/// CRC-16 with the polynomial 0x1021 from 0xFFFF on, the most significant bit first (CRC-CCITT):
/// that of ISHNE's headers, and of SCP-ECG's records and sections (EN 1064, 5.2).
enum CRC16 {
  static func of(_ bytes: some Sequence<UInt8>) -> Int {
    var remainder: UInt16 = 0xFFFF
    for byte in bytes {
      remainder = remainder << 8 ^ table[Int(UInt8(remainder >> 8) ^ byte)]
    }
    return Int(remainder)
  }

  private static let table: [UInt16] = (0..<256).map { byte in
    (0..<8).reduce(UInt16(byte) << 8) { value, _ in
      value & 0x8000 == 0 ? value << 1 : value << 1 ^ 0x1021
    }
  }
}
