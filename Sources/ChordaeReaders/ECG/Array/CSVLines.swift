internal import ChordaeCore

/// The lines of a CSV file, read block by block.
struct CSVLines: ~Copyable {
  private let file: ByteFile
  private var block: [UInt8] = []
  private var position = 0
  /// Byte of the file that the next block begins with.
  private var nextBlock = 0
  /// 1-based number of the line that was given last.
  private(set) var number = 0
  /// Whether the file ends without a newline: its last line may be cut and is not given.
  private(set) var isCut = false

  private static let blockLength = 1 << 16
  private static let longestLine = 1 << 20

  init(path: String) throws(InputError) { file = try ByteFile(path: path) }

  var path: String { file.path }
  var size: Int { file.size }

  /// The next line without its end; nil after the last.
  mutating func next() throws(InputError) -> ArraySlice<UInt8>? {
    var searched = position
    while true {
      if let end = block[searched...].firstIndex(of: 0x0A) {
        var line = block[position..<end]
        if line.last == 0x0D { line.removeLast() }
        if number == 0 { line = ByteOrderMark.skipped(in: line) }
        position = end + 1
        number += 1
        return line
      }
      searched = block.count - position
      guard try refill() else { return nil }
    }
  }

  /// Puts the next block behind what is left; false at the file's end.
  private mutating func refill() throws(InputError) -> Bool {
    block.removeFirst(position)
    position = 0
    guard block.count < Self.longestLine else {
      throw InputError(
        .malformed, path: path, at: .line(number + 1),
        "A line is longer than \(Self.longestLine) bytes; this is no table of samples.")
    }
    var bytes: [UInt8] = []
    try file.read(min(Self.blockLength, max(0, file.size - nextBlock)), at: nextBlock, into: &bytes)
    nextBlock += bytes.count
    if bytes.isEmpty { isCut = !block.isEmpty }
    block += bytes
    return !bytes.isEmpty
  }
}
