internal import ChordaeCore

/// The lines of a manifest, streamed through a buffer of a limited size.
struct ManifestLines: ~Copyable {
  /// Bytes that a line may have.
  static let longestLine = 1 << 20

  /// A line without its end, in the buffer until the next one is asked for.
  struct Line {
    /// Bytes from the start of the file.
    let offset: Int
    let bytes: Range<Int>
    /// False where the line is longer than allowed; `bytes` is empty then.
    let isWhole: Bool
  }

  private(set) var buffer: [UInt8] = []
  private var block: [UInt8] = []
  private var digest = SHA256()
  private let file: ManifestFile
  /// File offset of the buffer's first byte.
  private var base = 0
  /// Bytes of the buffer that were handed out.
  private var taken = 0

  /// The lines of a file from its start.
  init(_ file: ManifestFile) { self.file = file }

  /// The next line; nil after the last.
  mutating func next() throws(InputError) -> Line? {
    var scanned = taken
    while true {
      if let end = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n")) {
        return line(to: end, after: end + 1)
      }
      if buffer.count - taken > Self.longestLine { return try overlongLine() }
      scanned = buffer.count - taken
      guard try refill() else {
        return buffer.isEmpty ? nil : line(to: buffer.count, after: buffer.count)
      }
    }
  }

  /// SHA-256 of the bytes read so far.
  consuming func finishDigest() -> String { digest.finish() }

  private mutating func line(to end: Int, after next: Int) -> Line {
    let start = taken
    taken = next
    let hasReturn = end > start && buffer[end - 1] == UInt8(ascii: "\r")
    let bytes = start..<(hasReturn ? end - 1 : end)
    let isWhole = bytes.count <= Self.longestLine
    return Line(
      offset: base + start, bytes: isWhole ? bytes : start..<start, isWhole: isWhole)
  }

  /// Drops what was handed out and reads a block behind the rest; false where none came.
  private mutating func refill() throws(InputError) -> Bool {
    buffer.removeFirst(taken)
    base += taken
    taken = 0
    try file.read(Self.longestLine, at: base + buffer.count, into: &block)
    digest.update(block)
    buffer += block
    return !block.isEmpty
  }

  /// Reads on to the end of a line that is too long, and gives its place.
  private mutating func overlongLine() throws(InputError) -> Line {
    let start = base + taken
    taken = buffer.count
    while try refill() {
      if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        taken = end + 1
        break
      }
      taken = buffer.count
    }
    return Line(offset: start, bytes: taken..<taken, isWhole: false)
  }
}
