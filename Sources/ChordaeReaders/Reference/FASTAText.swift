internal import ChordaeCore

/// The sequences of a FASTA text, piece by piece: their lengths, and where autosomes hold N.
///
/// A sequence's name goes to the first blank of its line, which starts with `>`. Its letters are
/// all that is no blank and no control character; `N`, `n` and `.` stand for no base.
struct FASTAText {
  private enum Place {
    /// At the start of a line.
    case lineStart
    case name, description
    case bases
  }

  private let path: String
  private var place = Place.lineStart
  private var line = 1
  private var name: [UInt8] = []
  /// Whether a sequence has begun, and whether its gaps are wanted.
  private var (isOpen, isWanted) = (false, false)
  private var length = 0
  /// Where the gap began in which the last letter lies; -1 outside.
  private var gapStart = -1
  private var gaps: [Range<Int32>] = []
  private var sequences: [ReferenceGaps.Sequence] = []

  init(path: String) {
    self.path = path
  }

  /// Takes in the next bytes of the text.
  mutating func take(_ bytes: RawSpan, count: Int) throws(InputError) {
    var next = 0
    while next < count {
      if place == .bases { next += takeWords(bytes, from: next, to: count) }
      if next < count {
        try take(bytes.byte(at: next))
        next += 1
      }
    }
  }

  /// Ends the text and gives its sequences.
  mutating func finish() throws(InputError) -> ReferenceGaps {
    if place == .name { try open() }
    try close()
    guard !sequences.isEmpty else {
      throw InputError(.malformed, path: path, "the reference holds no sequence")
    }
    return ReferenceGaps(sequences)
  }

  /// Takes eight letters at a time where none of them ends the line or begins or ends a gap; gives
  /// how many bytes it took.
  private mutating func takeWords(_ bytes: RawSpan, from start: Int, to end: Int) -> Int {
    var next = start
    while next + 8 <= end {
      let word = bytes.longWord(at: next)
      guard !Self.holdsBlank(word) else { break }
      let gaps = Self.gapLetters(word)
      guard gaps == (gapStart < 0 ? 0 : Self.highBits) else { break }
      next += 8
    }
    length += next - start
    return next - start
  }

  private static let lowBits: UInt64 = 0x0101_0101_0101_0101
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// Whether any byte is a blank or a control character, or lies above 127, which is looked at alone.
  @inline(__always)
  private static func holdsBlank(_ word: UInt64) -> Bool {
    // Without a high bit no byte borrows from its neighbour.
    word & highBits != 0 || ((word | highBits) &- lowBits &* 0x21) & highBits != highBits
  }

  /// The high bit of each byte that is N, n or a point; no byte may have its high bit set.
  @inline(__always)
  private static func gapLetters(_ word: UInt64) -> UInt64 {
    zeroBytes((word | lowBits &* 0x20) ^ lowBits &* 0x6E) | zeroBytes(word ^ lowBits &* 0x2E)
  }

  /// The high bit of each byte that is 0, where none is above 127.
  @inline(__always)
  private static func zeroBytes(_ word: UInt64) -> UInt64 {
    ~(word &+ lowBits &* 0x7F) & highBits
  }

  private mutating func take(_ byte: UInt8) throws(InputError) {
    if byte == UInt8(ascii: "\n") {
      if place == .name { try open() }
      place = .lineStart
      line += 1
      return
    }
    switch place {
    case .lineStart where byte == UInt8(ascii: ">"):
      try close()
      place = .name
    case .name:
      if Self.isLetter(byte) { name.append(byte) } else { try open() }
    case .description: break
    case .lineStart, .bases:
      place = .bases
      if Self.isLetter(byte) { try takeLetter(byte) }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x80 }

  private mutating func takeLetter(_ byte: UInt8) throws(InputError) {
    guard isOpen else {
      throw fault("the text is no FASTA: its first line must start with >")
    }
    let isGap = byte | 0x20 == UInt8(ascii: "n") || byte == UInt8(ascii: ".")
    if isGap, gapStart < 0 { gapStart = length }
    if !isGap, gapStart >= 0 { endGap() }
    length += 1
  }

  private mutating func endGap() {
    if isWanted { gaps.append(Int32(clamping: gapStart)..<Int32(clamping: length)) }
    gapStart = -1
  }

  /// Begins a sequence whose name is complete.
  private mutating func open() throws(InputError) {
    guard !name.isEmpty else { throw fault("a sequence without a name") }
    place = .description
    isOpen = true
    isWanted = Contig(name: String(decoding: name, as: UTF8.self), length: 0).isAutosome
  }

  /// Ends the sequence before the next line that names one.
  private mutating func close() throws(InputError) {
    guard isOpen else { return }
    if gapStart >= 0 { endGap() }
    guard length <= Int32.max else {
      throw fault("a sequence has more bases than an alignment's contig can have")
    }
    sequences.append(
      ReferenceGaps.Sequence(
        name: String(decoding: name, as: UTF8.self), length: length, gaps: gaps))
    (isOpen, name, gaps, length) = (false, [], [], 0)
  }

  private func fault(_ detail: String) -> InputError {
    InputError(.malformed, path: path, at: .line(line), detail)
  }
}
