internal import ChordaeCore

/// The 16-bit words of a WFDB annotation file, read block by block.
struct WFDBWords: ~Copyable {
  private let file: ByteFile
  private var block: [UInt8] = []
  private var blockStart = 0
  /// Byte of the file that comes next.
  private(set) var position = 0

  private static let blockLength = 1 << 16

  init(path: String) throws(InputError) { file = try ByteFile(path: path) }

  var size: Int { file.size }

  /// The next word, low byte first; nil where the file ends before its second byte.
  mutating func next() throws(InputError) -> UInt16? {
    guard let low = try nextByte(), let high = try nextByte() else { return nil }
    return UInt16(low) | UInt16(high) << 8
  }

  /// So many bytes and the one that fills up their last word; nil where the file ends before.
  mutating func text(_ count: Int) throws(InputError) -> [UInt8]? {
    var text: [UInt8] = []
    for _ in 0..<(count + count % 2) {
      guard let byte = try nextByte() else { return nil }
      text.append(byte)
    }
    return Array(text.prefix(count))
  }

  private mutating func nextByte() throws(InputError) -> UInt8? {
    if position - blockStart == block.count {
      blockStart = position
      try file.read(Self.blockLength, at: position, into: &block)
      if block.isEmpty { return nil }
    }
    defer { position += 1 }
    return block[position - blockStart]
  }
}
