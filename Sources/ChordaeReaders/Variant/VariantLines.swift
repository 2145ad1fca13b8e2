internal import ChordaeCore
internal import ChordaeKernels

/// One row of a VCF in the reader's text.
struct VariantLine {
  let start: Int
  /// Where the newline stands, or would stand if the row had one.
  let newline: Int
  /// Where the row ends without its line end.
  let end: Int
}

/// Gives the rows of a VCF one after another, inflated block by block into one text.
///
/// A file has parts, cut at every so many compressed bytes. A row belongs to the part in whose blocks
/// the newline before it lies, the first row to the first part, so that a part can be read for itself:
/// nobody needs to know what stands before it. Memory is a few blocks or the longest row.
struct VariantLines: ~Copyable {
  /// Bytes of text after which no more blocks are inflated while a row is there.
  private static let textBytes = 1 << 18

  private(set) var text = TextBuffer(capacity: 3 << 17)
  /// Whether a zero byte was met: htslib's parser is then to judge all rows.
  private(set) var holdsZero = false
  /// The part of the row last given.
  private(set) var part: Int
  /// Where the first block of the part that is read lies in the file.
  let firstAddress: Int
  /// Where the first block past the part that is read lies; nil before it was met.
  private(set) var nextAddress: Int?

  private let parts: VariantParts
  private let onlyPart: Int?
  private var blocks: BGZFStream?
  private let plain: ByteFile?
  private var plainPlace: Int
  private var input: [UInt8] = []
  private var nextStart = 0
  private var searched = 0
  private var isAtEnd = false
  /// What is wrong with the stream, held back until the rows before it are given.
  private var fault: InputError?
  private var wantsHead: Bool
  /// Where in the text the blocks of another part than those before them begin.
  private var origins: [(offset: Int, part: Int)]

  /// Opens a file at its first row; with `part` only the rows of that part are given.
  init(path: String, _ parts: VariantParts, part: Int? = nil) throws(InputError) {
    self.parts = parts
    onlyPart = part
    let start = part ?? 0
    wantsHead = start == 0
    self.part = start
    guard parts.isBlocked else {
      plain = try ByteFile(path: path)
      blocks = nil
      plainPlace = parts.firstOffset
      firstAddress = parts.firstOffset
      origins = []
      return
    }
    let address =
      try start == 0
      ? parts.firstOffset >> 16 : BGZFStream.firstBlock(of: path, from: parts.address(of: start))
    blocks = try BGZFStream(path: path, at: address)
    plain = nil
    plainPlace = 0
    firstAddress = address
    origins = []
    if start == 0 {
      fill()
      nextStart = min(text.count, parts.firstOffset & 0xFFFF)
      searched = nextStart
    } else {
      // The rest of a row that began in a part before this one.
      self.part = parts.part(of: address)
      while true {
        if let newline = text.firstPlace(of: 10, from: searched) {
          nextStart = newline + 1
          searched = nextStart
          break
        }
        searched = text.count
        nextStart = text.count
        if isAtEnd { break }
        fill()
      }
    }
  }

  /// The next row; nil after the last.
  mutating func next() throws(InputError) -> VariantLine? {
    while true {
      if let newline = text.firstPlace(of: 10, from: searched) {
        guard ownsRow() else { return nil }
        return take(newline, isWhole: true)
      }
      searched = text.count
      if let fault { throw fault }
      if isAtEnd {
        guard nextStart < text.count, ownsRow() else { return nil }
        text.closeLine()
        return take(text.count, isWhole: false)
      }
      fill()
    }
  }

  /// Where the first block that is read lies in the file, and the first past the part once it was
  /// met; both nil in a plain file.
  var edges: (first: Int?, next: Int?) {
    parts.isBlocked ? (firstAddress, nextAddress) : (nil, nil)
  }

  /// Whether no part follows the one that is read.
  var endsWithFile: Bool { onlyPart == nil || isAtEnd && nextStart == text.count }

  /// Whether no byte follows the row last given.
  mutating func isLast() -> Bool { nextStart == text.count && isAtEnd && fault == nil }

  /// Finds the part of the row that comes next; false where it is not the wanted one.
  private mutating func ownsRow() -> Bool {
    if wantsHead {
      wantsHead = false
      return true
    }
    while let origin = origins.first, origin.offset < nextStart {
      part = origin.part
      origins.removeFirst()
    }
    return onlyPart == nil || part == onlyPart
  }

  private mutating func take(_ newline: Int, isWhole: Bool) -> VariantLine {
    var end = newline
    // htslib drops the carriage return of a last row without its newline where it inflates.
    if end > nextStart, text.text[end - 1] == 13, isWhole || parts.isBlocked { end -= 1 }
    let line = VariantLine(start: nextStart, newline: newline, end: end)
    nextStart = isWhole ? newline + 1 : newline
    searched = nextStart
    return line
  }

  /// Takes in more text, so that a row more is whole or the file is at its end.
  private mutating func fill() {
    if nextStart > 0 {
      text.removeFirst(nextStart)
      for place in origins.indices { origins[place].offset -= nextStart }
      searched -= nextStart
      nextStart = 0
    }
    repeat {
      let before = text.count
      do throws(InputError) {
        guard try inflate() else {
          isAtEnd = true
          return
        }
      } catch {
        fault = error
        isAtEnd = true
        return
      }
      if let zero = text.firstPlace(of: 0, from: before), zero < text.count { holdsZero = true }
      // Past the part only as far as its last row goes.
    } while text.count < Self.textBytes && nextAddress == nil
  }

  /// Takes in a block; false at the file's end.
  private mutating func inflate() throws(InputError) -> Bool {
    guard let address = blocks?.address else {
      try plain?.read(BGZFStream.blockLimit, at: plainPlace, into: &input)
      plainPlace += input.count
      text.append(input)
      return !input.isEmpty
    }
    let offset = text.count
    guard try blocks?.inflateBlock(onto: &text) ?? nil != nil else {
      nextAddress = nextAddress ?? address
      return false
    }
    note(block: address, at: offset)
    return true
  }

  /// Notes where the blocks of another part begin.
  private mutating func note(block address: Int, at offset: Int) {
    let part = parts.part(of: address)
    if part != (origins.last?.part ?? self.part) { origins.append((offset: offset, part: part)) }
    if let onlyPart, part > onlyPart, nextAddress == nil { nextAddress = address }
  }
}
