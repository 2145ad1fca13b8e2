/// Base64 (RFC 4648, 4) with white space between its letters.
enum Base64 {
  /// The bytes of a text; nil where anything but letters, white space and the padding at the end
  /// stands in it, or where letters are left over.
  static func decoded(_ text: some Sequence<UInt8>, reserving capacity: Int = 0) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(capacity)
    var (buffer, letters, padding) = (UInt32(0), 0, 0)
    for letter in text {
      let value = values[Int(letter)]
      if value == blank { continue }
      if value == pad {
        padding += 1
        continue
      }
      guard value < 64, padding == 0 else { return nil }
      buffer = buffer << 6 | UInt32(value)
      letters += 1
      if letters % 4 == 0 {
        bytes.append(UInt8(truncatingIfNeeded: buffer >> 16))
        bytes.append(UInt8(truncatingIfNeeded: buffer >> 8))
        bytes.append(UInt8(truncatingIfNeeded: buffer))
      }
    }
    switch (letters % 4, padding) {
    case (0, 0): break
    case (2, 2), (2, 0): bytes.append(UInt8(truncatingIfNeeded: buffer >> 4))
    case (3, 1), (3, 0):
      bytes.append(UInt8(truncatingIfNeeded: buffer >> 10))
      bytes.append(UInt8(truncatingIfNeeded: buffer >> 2))
    default: return nil
    }
    return bytes
  }

  private static let pad: UInt8 = 64
  private static let blank: UInt8 = 65
  private static let other: UInt8 = 255
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: other, count: 256)
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for (value, letter) in letters.utf8.enumerated() { values[Int(letter)] = UInt8(value) }
    values[Int(UInt8(ascii: "="))] = pad
    for byte in UInt8.min...UInt8.max where byte.isXMLSpace { values[Int(byte)] = blank }
    return values
  }()
}
