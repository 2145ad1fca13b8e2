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

  /// Where in the file the next block starts.
  var address: Int { inputStart + place }

  /// Inflates the next block to a place of `bytes`, which must have `blockLimit` bytes from there;
  /// gives its size, nil at the file's end.
  mutating func inflateBlock(
    into bytes: inout [UInt8], at offset: Int
  ) throws(InputError) -> Int? {
    precondition(offset + Self.blockLimit <= bytes.count)
    if input.count - place < Self.headerSize { try refill() }
    if place == input.count { return nil }
    guard input.count - place >= Self.headerSize else { throw truncated }
    guard isHeader(at: place) else {
      throw fault(.malformed, "no BGZF block starts here: the file is damaged")
    }
    let size = Int(input[place + 16]) | Int(input[place + 17]) << 8
    if input.count - place <= size { try refill() }
    guard input.count - place > size else { throw truncated }
    guard size >= Self.headerSize + 8 else {
      throw fault(.malformed, "no BGZF block starts here: the file is damaged")
    }
    let inflated = inflate(place..<place + size + 1, into: &bytes, at: offset)
    guard let inflated else {
      throw fault(
        .checksumMismatch,
        "a compressed block is damaged (its checksum does not hold): copy the file again")
    }
    place += size + 1
    return inflated
  }

  private mutating func refill() throws(InputError) {
    inputStart += place
    place = 0
    try file.read(Self.readSize, at: inputStart, into: &input)
  }

  /// Whether a BGZF header stands here: gzip with one extra field, BC.
  private func isHeader(at place: Int) -> Bool {
    let fixed: [(Int, UInt8)] = [
      (0, 31), (1, 139), (2, 8), (10, 6), (11, 0), (12, 66), (13, 67), (14, 2), (15, 0),
    ]
    return fixed.allSatisfy { input[place + $0.0] == $0.1 } && input[place + 3] & 4 != 0
  }

  /// Inflates one block; nil where it does not inflate or its checksum does not hold.
  private mutating func inflate(
    _ block: Range<Int>, into bytes: inout [UInt8], at offset: Int
  ) -> Int? {
    var size = 0
    let isSound = unsafe input.withUnsafeBytes { source in
      unsafe bytes.withUnsafeMutableBytes { target in
        // Safe: the block lies in the input and the target has room for any block, both checked by
        // the caller.
        guard let output = unsafe target.baseAddress?.advanced(by: offset),
          let start = source.baseAddress
        else { return false }
        let data = unsafe start.advanced(by: block.lowerBound + Self.headerSize)
        let result = unsafe libdeflate_deflate_decompress(
          decompressor, data, block.count - Self.headerSize, output, Self.blockLimit, &size)
        guard result == LIBDEFLATE_SUCCESS else { return false }
        let expected = unsafe source.loadUnaligned(
          fromByteOffset: block.upperBound - 8, as: UInt32.self)
        return unsafe libdeflate_crc32(0, output, size) == UInt32(littleEndian: expected)
      }
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
