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

  /// The first problem of the compression header, which comes first, and of the slice headers.
  ///
  /// Without the number of the header's contigs only checksums are looked at.
  func problem(contigCount: Int?) -> CRAMContainers.Problem? {
    // A container without records, as the one at the end, has nothing to be decoded by.
    guard blockCount > 0 else { return nil }
    guard let header = block(at: start) else { return .init(place: start, kind: .damaged) }
    guard !landmarks.isEmpty else { return nil }
    let encodings = CRAMEncodings(header.bytes)
    if contigCount != nil, encodings == nil { return .init(place: start, kind: .malformed) }
    for place in landmarks.map({ start + $0 }) {
      guard let block = block(at: place) else { return .init(place: place, kind: .damaged) }
      guard let contigCount, let encodings else { continue }
      guard let slice = unsafe cram_decode_slice_header(stream, block.pointer) else {
        return .init(place: place, kind: .malformed)
      }
      defer { unsafe cram_free_slice_header(slice) }
      var contig: Int32 = 0
      unsafe cram_slice_hdr_get_coords(slice, &contig, nil, nil)
      let blocks = unsafe cram_slice_hdr_get_num_blocks(slice)
      let isForeign =
        contig == -2
        ? namesForeignContig(blocks: blocks, encodings, contigCount) : contig >= contigCount
      if isForeign { return .init(place: place, kind: .contig) }
    }
    return nil
  }

  /// The byte of the first damaged block.
  func damagedBlock() -> Int? {
    for _ in 0..<max(0, blockCount) {
      let place = unsafe Int(htell(cram_fd_get_fp(stream)))
      guard unsafe CRAMBlock(stream) != nil else { return place }
    }
    return nil
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
  init?(_ stream: OpaquePointer) {
    guard let block = unsafe cram_read_block(stream) else { return nil }
    guard unsafe cram_uncompress_block(block) == 0 else {
      unsafe cram_free_block(block)
      return nil
    }
    unsafe pointer = block
  }

  deinit { unsafe cram_free_block(pointer) }

  /// The inflated content.
  var bytes: [UInt8] {
    let count = unsafe Int(max(0, cram_block_get_uncomp_size(pointer)))
    return unsafe Array(UnsafeRawBufferPointer(start: cram_block_get_data(pointer), count: count))
  }

  /// Whether it is the external block of a number.
  func isExternal(_ id: Int) -> Bool {
    unsafe cram_block_get_content_type(pointer) == EXTERNAL
      && Int(cram_block_get_content_id(pointer)) == id
  }
}
