internal import ChordaeCore

/// The lines of a manifest, streamed through one buffer of a fixed size.
struct ManifestLines {
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

  private(set) var buffer: [UInt8]
  private var digest = SHA256()
  private let file: ManifestFile
  /// File offset of the buffer's first byte.
  private var base = 0
  /// Bytes of the buffer that hold text, and those of them that were handed out.
  private var filled = 0
  private var taken = 0

  /// The lines of a file from its start.
  init(_ file: ManifestFile) {
    self.file = file
    buffer = Array(repeating: 0, count: Self.longestLine + 2)
  }

  /// The next line; nil after the last.
  mutating func next() throws(InputError) -> Line? {
    var scanned = taken
    while true {
      if let end = buffer[scanned..<filled].firstIndex(of: UInt8(ascii: "\n")) {
        return line(to: end, after: end + 1)
      }
      if filled - taken == buffer.count { return try overlongLine() }
      scanned = filled - taken
      guard try refill() else {
        return taken < filled ? line(to: filled, after: filled) : nil
      }
    }
  }

  /// SHA-256 of the bytes read so far.
  consuming func finishDigest() -> String { digest.finish() }

  private mutating func line(to end: Int, after next: Int) -> Line {
    let start = taken
    taken = next
    let hasReturn = end > start && buffer[end - 1] == UInt8(ascii: "\r")
    return Line(offset: base + start, bytes: start..<(hasReturn ? end - 1 : end), isWhole: true)
  }

  /// Moves the unread bytes to the buffer's start and reads behind them; false where none came.
  private mutating func refill() throws(InputError) -> Bool {
    if taken > 0 {
      buffer.replaceSubrange(0..<filled - taken, with: buffer[taken..<filled])
      base += taken
      filled -= taken
      taken = 0
    }
    let count = try file.read(at: base + filled, into: &buffer, from: filled)
    digest.update(buffer[filled..<filled + count])
    filled += count
    return count > 0
  }

  /// Reads on to the end of a line that the buffer cannot hold, and gives its place.
  private mutating func overlongLine() throws(InputError) -> Line {
    let start = base
    taken = filled
    while try refill() {
      if let end = buffer[0..<filled].firstIndex(of: UInt8(ascii: "\n")) {
        taken = end + 1
        break
      }
      taken = filled
    }
    return Line(offset: start, bytes: 0..<0, isWhole: false)
  }
}
