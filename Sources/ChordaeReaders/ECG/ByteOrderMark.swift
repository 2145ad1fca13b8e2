/// The mark of UTF-8 that some editors write before a text.
enum ByteOrderMark {
  private static let utf8: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The bytes behind the mark; all of them where there is none.
  static func skipped(in bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.starts(with: utf8) ? bytes.dropFirst(utf8.count) : bytes
  }
}
