/// Makes the checksums of a damaged CRAM 3 hold, so that a reader comes to decode what is damaged.
struct CRAMChecksums {
  private var bytes: [UInt8]
  private var place = 26

  /// A copy whose containers and blocks, as far as their sizes can be followed, have the checksums
  /// of what they hold (CRAM specification 3.0, Container header and Block structure).
  static func mended(_ bytes: [UInt8]) -> [UInt8] {
    var mending = CRAMChecksums(bytes: bytes)
    // CRAM 2 has no checksums.
    guard bytes.count > 26, bytes[4] == 3 else { return bytes }
    while mending.mendContainer() {}
    return mending.bytes
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func mendContainer() -> Bool {
    let start = place
    guard place + 4 <= bytes.count else { return false }
    let length = (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << ($1 * 8) }
    place += 4
    // Reference, start, span, records; record counter and bases are longer numbers; blocks.
    guard skip([5, 5, 5, 5, 9, 9, 5]), let count = number(5), count <= bytes.count,
      skip([Int](repeating: 5, count: count)), mend(from: start)
    else { return false }
    let end = place + length
    guard end <= bytes.count else { return false }
    while place < end, mendBlock() {}
    place = end
    return true
  }

  private mutating func mendBlock() -> Bool {
    let start = place
    // Method and content type, content id, then the sizes, compressed and not.
    place += 2
    guard skip([5]), let size = number(5), skip([5]), size <= bytes.count - place else {
      return false
    }
    place += size
    return mend(from: start)
  }

  /// Writes the checksum of what lies between a place and here.
  private mutating func mend(from start: Int) -> Bool {
    guard place + 4 <= bytes.count else { return false }
    let checksum = CRC32.checksum(of: bytes[start..<place])
    for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: checksum >> (index * 8)) }
    place += 4
    return true
  }

  private mutating func skip(_ limits: [Int]) -> Bool {
    for limit in limits where number(limit) == nil { return false }
    return true
  }

  /// A number whose leading one bits say how many bytes follow (ITF8 up to 5 bytes, LTF8 up to 9).
  private mutating func number(_ limit: Int) -> Int? {
    guard place < bytes.count else { return nil }
    let first = bytes[place]
    let more = min((~first).leadingZeroBitCount, limit - 1)
    guard place + more < bytes.count else { return nil }
    var value = Int(first) & (0x7F >> more)
    for index in 1..<(more + 1) { value = value << 8 | Int(bytes[place + index]) }
    if limit == 5, more == 4 {
      // Of the last of five bytes only four bits count, and of the first as many.
      value = Int(first & 15) << 28 | ((value >> 8) & 0xFF_FFFF) << 4 | value & 15
    }
    place += more + 1
    return value
  }
}
