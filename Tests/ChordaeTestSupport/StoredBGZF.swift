/// BGZF files whose blocks are stored, not deflated, and sound: what is wrong with them is wrong with
/// what they hold.
public enum StoredBGZF {
  /// The end-of-file block (SAM specification, section 4.1.2).
  public static let end: [UInt8] = [
    31, 139, 8, 4, 0, 0, 0, 0, 0, 255, 6, 0, 66, 67, 2, 0, 27, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  ]

  /// A file of blocks of so many bytes each, with its end.
  public static func file(_ payload: [UInt8], blockSize: Int) -> [UInt8] {
    var file: [UInt8] = []
    for start in stride(from: 0, to: payload.count, by: blockSize) {
      file += block(Array(payload[start..<min(start + blockSize, payload.count)]))
    }
    return file + end
  }

  private static func block(_ bytes: [UInt8]) -> [UInt8] {
    let size = 18 + 5 + bytes.count + 8
    func word(_ value: UInt32) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }
    func half(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8 & 255)] }
    return [31, 139, 8, 4, 0, 0, 0, 0, 0, 255, 6, 0, 66, 67, 2, 0] + half(size - 1) + [1]
      + half(bytes.count) + half(~bytes.count & 0xFFFF) + bytes + word(crc(bytes))
      + word(UInt32(bytes.count))
  }

  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
    }
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { table[Int(($0 ^ UInt32($1)) & 255)] ^ $0 >> 8 }
  }
}
