/// Numbers as binary formats write them, and their checksum, for files that tests generate.
enum LittleEndian {
  static func u16(_ value: Int) -> [UInt8] { number(value, 2) }
  static func u32(_ value: Int) -> [UInt8] { number(value, 4) }
  static func number(_ value: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// CRC-CCITT by long division of the message, bit by bit, apart from the readers' way.
  static func crc16(_ bytes: [UInt8]) -> Int {
    var rest = 0xFFFF
    for byte in bytes {
      for bit in (0..<8).reversed() {
        let isSet = rest >> 15 != Int(byte) >> bit & 1
        rest = rest << 1 & 0xFFFF
        if isSet { rest ^= 0x1021 }
      }
    }
    return rest
  }
}
