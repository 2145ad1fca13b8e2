/// How the values of a container's records are coded, as its compression header says (CRAM
/// specification 3.0, Compression header block): as much as a look before decoding needs.
struct CRAMEncodings {
  /// The contigs that the records of a slice of several contigs may lie on, where the header lists
  /// them.
  private(set) var contigs: [Int]?
  /// The external block that holds nothing but those contigs.
  private(set) var contigBlock: Int?

  private static let external = 1
  private static let huffman = 3
  private static let byteArrayLength = 4

  /// Reads a compression header; nil where it contradicts itself.
  init?(_ header: [UInt8]) {
    var rest = CRAMIntegers(header)
    // The preservation map comes first, then the series, then the tags.
    guard rest.parameters() != nil, let series = rest.parameters(), let tags = rest.parameters()
    else { return nil }
    var users: [Int: Int] = [:]
    var source: Int?
    for (map, isOfTags) in [(series, false), (tags, true)] {
      var entries = map
      guard let count = entries.next() else { return nil }
      for _ in 0..<max(0, min(count, header.count)) {
        guard let key = isOfTags ? entries.next() : entries.key(), let codec = entries.next(),
          let parameters = entries.parameters(), Self.isSound(codec, parameters, depth: 0)
        else { return nil }
        let blocks = Self.blocks(codec, parameters)
        for block in blocks { users[block, default: 0] += 1 }
        guard !isOfTags, key == Self.contigKey else { continue }
        if codec == Self.huffman { contigs = Self.symbols(parameters) }
        if codec == Self.external { source = blocks.first }
      }
    }
    if let source, users[source] == 1 { contigBlock = source }
  }

  /// The series `RI`.
  private static let contigKey = Int(UInt8(ascii: "R")) << 8 | Int(UInt8(ascii: "I"))

  /// Whether a code has no more symbols than bytes that tell them.
  private static func isSound(_ codec: Int, _ parameters: CRAMIntegers, depth: Int) -> Bool {
    switch codec {
    case huffman: return symbols(parameters) != nil
    case byteArrayLength:
      var parts = parameters
      for _ in 0..<2 {
        guard depth < 4, let inner = parts.next(), let its = parts.parameters(),
          isSound(inner, its, depth: depth + 1)
        else { return false }
      }
      return true
    default: return true
    }
  }

  private static func symbols(_ parameters: CRAMIntegers) -> [Int]? {
    var rest = parameters
    guard let count = rest.next(), count >= 0, count <= rest.count else { return nil }
    return (0..<count).reduce(into: [Int]?.some([])) { values, _ in
      if let value = rest.next() { values?.append(value) } else { values = nil }
    }
  }

  /// The external blocks that a code takes values from.
  private static func blocks(_ codec: Int, _ parameters: CRAMIntegers) -> [Int] {
    var rest = parameters
    switch codec {
    case external: return rest.next().map { [$0] } ?? []
    case byteArrayLength:
      return (0..<2).flatMap { _ in
        guard let inner = rest.next(), let its = rest.parameters(), inner != byteArrayLength
        else { return [Int]() }
        return blocks(inner, its)
      }
    case 5:  // Bytes up to a stop byte, from a block.
      _ = rest.byte()
      return rest.next().map { [$0] } ?? []
    default: return []
    }
  }
}

/// Reads the integers of a CRAM's headers one after another (ITF8: the leading one bits of the first
/// byte say how many bytes follow it).
struct CRAMIntegers {
  private let bytes: ArraySlice<UInt8>
  private var place: Int

  init(_ bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes)[...]
    place = 0
  }

  private init(slice: ArraySlice<UInt8>) {
    bytes = slice
    place = slice.startIndex
  }

  /// Bytes that are left.
  var count: Int { bytes.endIndex - place }

  mutating func byte() -> UInt8? {
    guard place < bytes.endIndex else { return nil }
    defer { place += 1 }
    return bytes[place]
  }

  /// The next integer; nil at the end.
  mutating func next() -> Int? {
    guard let first = byte() else { return nil }
    let more = min((~first).leadingZeroBitCount, 4)
    guard more <= count else { return nil }
    var value = UInt32(first & (more == 4 ? 15 : 0x7F >> more))
    for _ in 0..<min(more, 3) { value = value << 8 | UInt32(byte() ?? 0) }
    // Of a fifth byte only four bits count.
    if more == 4 { value = value << 4 | UInt32((byte() ?? 0) & 15) }
    return Int(Int32(bitPattern: value))
  }

  /// The two letters of a series.
  mutating func key() -> Int? {
    guard count >= 2 else { return nil }
    return Int(byte() ?? 0) << 8 | Int(byte() ?? 0)
  }

  /// Passes over bytes; false, at the end, where there are fewer.
  @discardableResult
  mutating func skip(_ bytes: Int) -> Bool {
    let isThere = bytes <= count
    place += min(bytes, count)
    return isThere
  }

  /// Passes over bytes and the stop byte behind them, and gives their number; nil, at the end, where
  /// there is no such byte.
  mutating func take(upTo stop: UInt8) -> Int? {
    let start = place
    let end = bytes[start...].firstIndex(of: stop)
    place = end.map { $0 + 1 } ?? bytes.endIndex
    return end.map { $0 - start }
  }

  /// The bytes whose number an integer before them says: a map, or the parameters of a code.
  mutating func parameters() -> CRAMIntegers? {
    guard let length = next(), length >= 0, length <= count else { return nil }
    defer { place += length }
    return CRAMIntegers(slice: bytes[place..<place + length])
  }
}
