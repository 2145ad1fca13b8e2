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

  private let path: String
  private let parts: VariantParts
  private let onlyPart: Int?
  private var blocks: BGZFStream?
  private let plain: ByteFile?
  private var plainPlace: Int
  private var input: [UInt8] = []
  private var nextStart = 0
  private var searched = 0
  /// Where the last newline of the text ends, 0 where it has none; nil where nobody has asked yet.
  private var wholeEnd: Int?
  private var isAtEnd = false
  /// What is wrong with the stream, held back until the rows before it are given.
  private var fault: InputError?
  private var wantsHead: Bool
  /// Where in the text the blocks of another part than those before them begin.
  private var origins: [(offset: Int, part: Int)]
  /// The places of the file that are read, the one at hand first; nil where all of it is.
  private var places: ArraySlice<VariantPlaces.Place>?
  /// Whether a row behind the place at hand was given.
  private var isPlaceDone = false
  /// Where in the text the blocks begin, where only places are read.
  private var blockStarts: [(offset: Int, address: Int)] = []

  /// Opens a file at its first row; with `part` only the rows of that part are given.
  init(path: String, _ parts: VariantParts, part: Int? = nil) throws(InputError) {
    self.path = path
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

  /// Restricts a BGZF file's rows to those of some places, before the first one.
  mutating func readOnly(_ places: VariantPlaces) throws(InputError) {
    self.places = places.places[...]
    try go(to: parts.firstOffset)
  }

  /// Says where the row last given lies: no more rows of the place at hand are given where it has been
  /// passed.
  mutating func note(position: Int64, on contig: Int) {
    if places?.first?.isPassed(by: position, on: contig) == true { isPlaceDone = true }
  }

  /// Goes to the next place where the one at hand is at its end; false after the last.
  private mutating func goOn() throws(InputError) -> Bool {
    guard let place = places?.first else { return places == nil }
    var end = place.end
    while isPlaceDone || rowOffset() >= end {
      isPlaceDone = false
      places?.removeFirst()
      guard let next = places?.first else { return false }
      end = next.end
      if rowOffset() < next.start { try go(to: next.start) }
    }
    return true
  }

  /// The virtual offset of the row that comes next.
  private mutating func rowOffset() -> Int {
    guard nextStart < text.count, let block = blockStarts.last(where: { $0.offset <= nextStart })
    else { return (blocks?.address ?? 0) << 16 }
    return block.address << 16 + nextStart - block.offset
  }

  private mutating func go(to offset: Int) throws(InputError) {
    blocks?.seek(to: offset >> 16)
    text.removeFirst(text.count)
    blockStarts.removeAll(keepingCapacity: true)
    (nextStart, searched, isAtEnd, fault) = (0, 0, false, nil)
    fill()
    if let fault { throw fault }
    nextStart = offset & 0xFFFF
    searched = nextStart
    guard nextStart <= text.count, nextStart == 0 || text.text[nextStart - 1] == 10 else {
      throw InputError(
        .staleIndex, path: path, "no record begins where the index says: make it again (tabix)")
    }
  }

  /// The next row; nil after the last.
  mutating func next() throws(InputError) -> VariantLine? {
    guard try goOn() else { return nil }
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

  /// Reads the block rows that come next, at most `room`, as far as the text at hand and the part of the
  /// row last given go.
  ///
  /// None are read where htslib's parser is to judge all rows, or each row may be the last of a place.
  mutating func read(_ rows: inout BlockRows, _ form: BlockRowForm, room: Int) {
    guard !holdsZero, !wantsHead, places == nil else { return rows.removeAll() }
    let wholeEnd = self.wholeEnd ?? text.lastPlace(of: 10).map { $0 + 1 } ?? 0
    self.wholeEnd = wholeEnd
    // A row of the next part begins behind the place where that part's blocks do.
    let last = min(wholeEnd - 1, origins.first?.offset ?? wholeEnd)
    nextStart = text.text.withSpan(to: text.count + GenotypeText.padding) { bytes in
      rows.read(bytes, from: nextStart, last: last, end: wholeEnd, form, room: room)
    }
    searched = nextStart
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
      let atHand = blockStarts.lastIndex { $0.offset <= nextStart } ?? 0
      blockStarts.removeFirst(min(atHand, blockStarts.count))
      for place in blockStarts.indices { blockStarts[place].offset -= nextStart }
      searched -= nextStart
      nextStart = 0
    }
    wholeEnd = nil
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
      // Past the part only as far as its last row goes, and of a place as few blocks as will do.
    } while text.count < Self.textBytes && nextAddress == nil && places == nil
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

  /// Notes where the blocks of another part begin, and each block where only places are read.
  private mutating func note(block address: Int, at offset: Int) {
    if places != nil { return blockStarts.append((offset: offset, address: address)) }
    let part = parts.part(of: address)
    if part != (origins.last?.part ?? self.part) { origins.append((offset: offset, part: part)) }
    if let onlyPart, part > onlyPart, nextAddress == nil { nextAddress = address }
  }
}
