internal import CDeflate
internal import ChordaeCore

/// Inflates the blocks of a BGZF file, each straight to where its bytes are wanted.
///
/// Why beside htslib's: its reader copies every record three times and makes a decompressor a block;
/// without that a pass over a BAM costs little more than inflating it. Blocks are held to what htslib
/// holds them to: the form of their header (SAM specification, section 4.1) and their CRC-32.
@safe
struct BGZFStream: ~Copyable {
  /// The most bytes that a block inflates to.
  static let blockLimit = 1 << 16
  private static let headerSize = 18
  private static let readSize = 1 << 19

  let path: String
  private let file: ByteFile
  /// Freed at the end; used by one thread at a time.
  private let decompressor: OpaquePointer
  private var input: [UInt8] = []
  private var inputStart: Int
  private var place = 0

  /// Opens a file at the start of a block.
  init(path: String, at address: Int) throws(InputError) {
    guard let decompressor = unsafe libdeflate_alloc_decompressor() else {
      throw InputError(.readFailed, path: path, "no memory for a decompressor")
    }
    do throws(InputError) { file = try ByteFile(path: path) } catch {
      unsafe libdeflate_free_decompressor(decompressor)
      throw error
    }
    self.path = path
    unsafe self.decompressor = decompressor
    inputStart = address
  }

  deinit { unsafe libdeflate_free_decompressor(decompressor) }

  /// Goes to the start of a block elsewhere in the file.
  mutating func seek(to address: Int) {
    input.removeAll(keepingCapacity: true)
    (inputStart, place) = (address, 0)
  }

  /// Where in the file the next block starts.
  var address: Int { inputStart + place }

  /// Inflates the next block to a place of `bytes`, which must have `blockLimit` bytes from there;
  /// gives its size, nil at the file's end.
  mutating func inflateBlock(
    into bytes: inout [UInt8], at offset: Int
  ) throws(InputError) -> Int? {
    precondition(offset + Self.blockLimit <= bytes.count)
    guard let block = try nextBlock() else { return nil }
    // Safe: the target has room for any block.
    let inflated = unsafe bytes.withUnsafeMutableBytes { target in
      unsafe inflate(block, to: UnsafeMutableRawBufferPointer(rebasing: target[offset...]))
    }
    return try take(block, inflated)
  }

  /// Inflates the next block to a text's end, which must have `blockLimit` bytes of room; gives its
  /// size, nil at the file's end.
  mutating func inflateBlock(onto text: inout TextBuffer) throws(InputError) -> Int? {
    text.reserve(text.count + Self.blockLimit)
    guard let block = try nextBlock() else { return nil }
    // Safe: room was made for any block.
    let size = unsafe try take(block, inflate(block, to: text.room))
    text.count += size
    return size
  }

  /// Goes past a block that was inflated.
  private mutating func take(_ block: Range<Int>, _ size: Int?) throws(InputError) -> Int {
    guard let size else {
      throw fault(
        .checksumMismatch,
        "a compressed block is damaged (its checksum does not hold): copy the file again")
    }
    place = block.upperBound
    return size
  }

  /// Where in the input the next block lies; nil at the file's end.
  private mutating func nextBlock() throws(InputError) -> Range<Int>? {
    if input.count - place < Self.headerSize { try refill() }
    if place == input.count { return nil }
    guard input.count - place >= Self.headerSize else { throw truncated }
    guard Self.isHeader(input, at: place) else {
      throw fault(.malformed, "no BGZF block starts here: the file is damaged")
    }
    let size = Int(input[place + 16]) | Int(input[place + 17]) << 8
    if input.count - place <= size { try refill() }
    guard input.count - place > size else { throw truncated }
    guard size >= Self.headerSize + 8 else {
      throw fault(.malformed, "no BGZF block starts here: the file is damaged")
    }
    return place..<place + size + 1
  }

  /// Where the first block from an address on begins: the file's end where there is none.
  ///
  /// Bytes that look like a block's header may stand inside a block, so the blocks that follow must
  /// follow on each other.
  static func firstBlock(of path: String, from address: Int) throws(InputError) -> Int {
    let file = try ByteFile(path: path)
    var bytes: [UInt8] = []
    // Room for the block in which the address may lie, and for those that prove the next one.
    try file.read(4 * blockLimit, at: min(address, file.size), into: &bytes)
    let isWhole = address + bytes.count >= file.size
    for place in bytes.indices where startsBlocks(bytes, at: place, isWhole: isWhole) {
      return address + place
    }
    return max(address, file.size)
  }

  /// Whether blocks follow on each other from a place on, as far as there are bytes.
  private static func startsBlocks(_ bytes: [UInt8], at start: Int, isWhole: Bool) -> Bool {
    var place = start
    for _ in 0..<3 {
      guard place + headerSize <= bytes.count else {
        return place > start && (!isWhole || place == bytes.count)
      }
      guard isHeader(bytes, at: place) else { return false }
      place += (Int(bytes[place + 16]) | Int(bytes[place + 17]) << 8) + 1
    }
    return true
  }

  private mutating func refill() throws(InputError) {
    inputStart += place
    place = 0
    try file.read(Self.readSize, at: inputStart, into: &input)
  }

  /// Whether a BGZF header stands here: gzip with one extra field, BC.
  private static func isHeader(_ bytes: [UInt8], at place: Int) -> Bool {
    bytes[place] == 31 && bytes[place + 1] == 139 && bytes[place + 2] == 8
      && bytes[place + 3] & 4 != 0 && bytes[place + 10] == 6 && bytes[place + 11] == 0
      && bytes[place + 12] == 66 && bytes[place + 13] == 67 && bytes[place + 14] == 2
      && bytes[place + 15] == 0
  }

  /// Inflates one block; nil where it does not inflate or its checksum does not hold.
  private func inflate(_ block: Range<Int>, to target: UnsafeMutableRawBufferPointer) -> Int? {
    var size = 0
    let isSound = unsafe input.withUnsafeBytes { source in
      // Safe: the block lies in the input and the target has room for any block, both checked by
      // the caller.
      guard let output = target.baseAddress, let start = source.baseAddress else {
        return false
      }
      let data = unsafe start.advanced(by: block.lowerBound + Self.headerSize)
      let result = unsafe libdeflate_deflate_decompress(
        decompressor, data, block.count - Self.headerSize, output, Self.blockLimit, &size)
      guard result == LIBDEFLATE_SUCCESS else { return false }
      let expected = unsafe source.loadUnaligned(
        fromByteOffset: block.upperBound - 8, as: UInt32.self)
      return unsafe libdeflate_crc32(0, output, size) == UInt32(littleEndian: expected)
    }
    return isSound ? size : nil
  }

  private var truncated: InputError {
    fault(.truncated, "the file ends in the middle of a record or block: copy it again")
  }

  /// A fault of the block that starts here.
  private func fault(_ reason: MissingReason, _ detail: String) -> InputError {
    InputError(reason, path: path, at: .virtualOffset(address << 16), detail)
  }
}
