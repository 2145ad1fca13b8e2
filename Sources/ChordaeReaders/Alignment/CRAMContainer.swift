internal import CHTSlib
internal import Glibc

/// A container whose own header is read and sound; the stream stands behind that header.
@safe
struct CRAMContainer {
  /// Past the last byte of the container.
  let end: Int
  private let stream: OpaquePointer
  private let start: Int
  private let blockCount: Int32
  /// Bytes from `start` to each slice header.
  private let landmarks: [Int]

  /// Reads the header of the next container; nil where it is damaged or the file ends.
  init?(_ stream: OpaquePointer) {
    guard let container = unsafe cram_read_container(stream) else { return nil }
    defer { unsafe cram_free_container(container) }
    var count: Int32 = 0
    let places = unsafe cram_container_get_landmarks(container, &count)
    landmarks = (0..<Int(count)).compactMap { index in unsafe places.map { Int(unsafe $0[index]) } }
    blockCount = unsafe cram_container_get_num_blocks(container)
    start = unsafe Int(htell(cram_fd_get_fp(stream)))
    end = start + Int(max(0, unsafe cram_container_get_length(container)))
    unsafe self.stream = stream
  }

  /// The first problem of the compression header, which comes first, and of the slices.
  func problem(contigCount: Int) -> CRAMContainers.Problem? {
    // A container without records, as the one at the end, has nothing to be decoded by.
    guard blockCount > 0 else { return nil }
    guard let header = block(at: start) else { return .init(place: start, kind: .damaged) }
    guard !landmarks.isEmpty else { return nil }
    guard let encodings = CRAMEncodings(header.bytes),
      let compression = CRAMCompression(header.bytes)
    else { return .init(place: start, kind: .malformed) }
    for landmark in landmarks {
      // htslib reads slice behind slice, wherever they are said to be.
      guard place == start + landmark else {
        return damaged() ?? .init(place: place, kind: .malformed)
      }
      if let problem = sliceProblem(encodings, compression, contigCount) { return problem }
    }
    return nil
  }

  /// The problem of the slice that the stream stands before; behind it afterwards.
  private func sliceProblem(
    _ encodings: CRAMEncodings, _ compression: CRAMCompression, _ contigCount: Int
  ) -> CRAMContainers.Problem? {
    let start = place
    guard let block = unsafe CRAMBlock(stream) else { return .init(place: start, kind: .damaged) }
    guard let slice = unsafe cram_decode_slice_header(stream, block.pointer) else {
      return .init(place: start, kind: .malformed)
    }
    defer { unsafe cram_free_slice_header(slice) }
    var contig: Int32 = 0
    unsafe cram_slice_hdr_get_coords(slice, &contig, nil, nil)
    let blocks = unsafe cram_slice_hdr_get_num_blocks(slice)
    let data = place
    let isForeign =
      contig == -2
      ? namesForeignContig(blocks: blocks, encodings, contigCount) : contig >= contigCount
    if isForeign { return .init(place: start, kind: .contig) }
    guard unsafe cram_seek(stream, off_t(data), SEEK_SET) == 0,
      staysInReads(block, blocks: blocks, compression)
    else { return .init(place: start, kind: .feature) }
    return nil
  }

  /// The byte of the first damaged block; the stream stands before the first of all.
  func damagedBlock() -> Int? {
    for _ in 0..<max(0, blockCount) {
      let start = place
      guard unsafe CRAMBlock(stream) != nil else { return start }
    }
    return nil
  }

  private func damaged() -> CRAMContainers.Problem? {
    guard unsafe cram_seek(stream, off_t(start), SEEK_SET) == 0, let place = damagedBlock() else {
      return nil
    }
    return .init(place: place, kind: .damaged)
  }

  /// Whether a slice of several contigs, behind whose header the stream stands, names a foreign one.
  ///
  /// Where contigs are coded among the bits of other values that is not looked for.
  private func namesForeignContig(
    blocks: Int32, _ encodings: CRAMEncodings, _ contigCount: Int
  ) -> Bool {
    if let values = encodings.contigs { return values.contains { $0 >= contigCount } }
    guard let id = encodings.contigBlock else { return false }
    for _ in 0..<max(0, min(blocks, blockCount)) {
      guard let block = unsafe CRAMBlock(stream) else { return false }
      guard block.isExternal(id) else { continue }
      var values = CRAMIntegers(block.bytes)
      while let value = values.next() {
        if value >= contigCount { return true }
      }
      return false
    }
    return false
  }

  /// Whether the features of a slice's reads stay within their reads; true for one that is cut.
  private func staysInReads(
    _ header: CRAMBlock, blocks count: Int32, _ compression: CRAMCompression
  ) -> Bool {
    // Contig, start and span come before the number of records.
    var fields = CRAMIntegers(header.bytes)
    guard let contig = fields.next(), fields.next() != nil, fields.next() != nil,
      let records = fields.next()
    else { return true }
    var core: [UInt8] = []
    var blocks = [CRAMIntegers?](repeating: nil, count: compression.blocks.count)
    let needed = compression.neededBlocks
    for _ in 0..<max(0, min(count, blockCount)) {
      guard let block = unsafe CRAMBlock(stream, isInflated: false) else { return true }
      let place = block.externalID.flatMap { compression.blocks[$0] }
      guard block.externalID == nil || place != nil, needed.contains(place) else { continue }
      guard block.inflate() else { return true }
      if let place {
        // Of two blocks of one number it would depend on the number which is read.
        guard blocks[place] == nil else { return false }
        blocks[place] = CRAMIntegers(block.bytes)
      } else {
        core = block.bytes
      }
    }
    var walk = CRAMFeatureWalk(
      compression, isOfSeveralContigs: contig == -2, core: core, blocks: blocks)
    return walk.staysInReads(recordCount: records)
  }

  private var place: Int { unsafe Int(htell(cram_fd_get_fp(stream))) }

  private func block(at place: Int) -> CRAMBlock? {
    guard unsafe cram_seek(stream, off_t(place), SEEK_SET) == 0 else { return nil }
    return unsafe CRAMBlock(stream)
  }
}

/// A block of a CRAM that is inflated and whose checksum holds; freed with its owner.
@safe
final class CRAMBlock {
  let pointer: OpaquePointer

  /// Reads the next block; inflating holds it to its checksum.
  init?(_ stream: OpaquePointer, isInflated: Bool = true) {
    guard let block = unsafe cram_read_block(stream) else { return nil }
    unsafe pointer = block
    if isInflated, !inflate() { return nil }
  }

  deinit { unsafe cram_free_block(pointer) }

  /// Inflates the block; false where it is damaged.
  func inflate() -> Bool { unsafe cram_uncompress_block(pointer) == 0 }

  /// The number of an external block; nil for the core block and for headers.
  var externalID: Int? {
    guard unsafe cram_block_get_content_type(pointer) == EXTERNAL else { return nil }
    return unsafe Int(cram_block_get_content_id(pointer))
  }

  /// The inflated content.
  var bytes: [UInt8] {
    let count = unsafe Int(max(0, cram_block_get_uncomp_size(pointer)))
    return unsafe Array(UnsafeRawBufferPointer(start: cram_block_get_data(pointer), count: count))
  }

  /// Whether it is the external block of a number.
  func isExternal(_ id: Int) -> Bool { externalID == id }
}
