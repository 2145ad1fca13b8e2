/// Base64 (RFC 4648, section 4).
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The text that stands for bytes, filled up with `=` to a multiple of four.
  static func encode(_ bytes: [UInt8]) -> String {
    let alphabet = alphabet
    let count = bytes.count
    // Written in place: a schema's text is long, and each file of a dataset carries it.
    return unsafe String(unsafeUninitializedCapacity: (count + 2) / 3 * 4) { text in
      var (place, start) = (0, 0)
      while start + 3 <= count {
        let bits = Int(bytes[start]) << 16 | Int(bytes[start + 1]) << 8 | Int(bytes[start + 2])
        unsafe text[place] = alphabet[bits >> 18]
        unsafe text[place + 1] = alphabet[bits >> 12 & 63]
        unsafe text[place + 2] = alphabet[bits >> 6 & 63]
        unsafe text[place + 3] = alphabet[bits & 63]
        (place, start) = (place + 4, start + 3)
      }
      if start < count {
        let bits = Int(bytes[start]) << 16 | (start + 1 < count ? Int(bytes[start + 1]) << 8 : 0)
        unsafe text[place] = alphabet[bits >> 18]
        unsafe text[place + 1] = alphabet[bits >> 12 & 63]
        unsafe text[place + 2] = start + 1 < count ? alphabet[bits >> 6 & 63] : 0x3D
        unsafe text[place + 3] = 0x3D
        place += 4
      }
      return place
    }
  }
}
