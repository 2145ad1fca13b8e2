internal import CHTSlib
internal import ChordaeCore
internal import Glibc

/// Walks over the containers of a CRAM and checks what htslib 1.16 decodes without a look at its
/// checksum: compression headers and slice headers, where they are not compressed themselves.
///
/// It also takes the damaged header of a container for the end of the file. Both would count wrong
/// without a word, and a damaged compression header may ask for any memory; so the walk comes before
/// anything is decoded. It reads the headers only; CRAM 2 has no checksums to hold.
@safe
struct CRAMContainers: ~Copyable {
  private let file: UnsafeMutablePointer<htsFile>
  private let size: Int

  /// Opens a file once more, before its first container of records; nil where that fails.
  init?(path: String) {
    var status = stat()
    guard let local = try? HTSLibrary.localPath(path), unsafe stat(local, &status) == 0,
      let file = unsafe hts_open(local, "r")
    else { return nil }
    guard unsafe file.pointee.format.format == CHTSlib.cram else {
      unsafe hts_close(file)
      return nil
    }
    unsafe self.file = file
    size = Int(status.st_size)
  }

  deinit { unsafe hts_close(file) }

  /// The byte of the first damaged header; nil where all are sound.
  ///
  /// Of a file that is cut, whose reader will say so, it looks only at what is there in full.
  func damagedHeader() -> Int? {
    let isWhole = unsafe hts_check_EOF(file) == 1
    while place < size {
      let start = place
      guard let container = unsafe Container(stream) else { return isWhole ? start : nil }
      guard container.end <= size else { return nil }
      if let damage = container.damagedHeader() { return damage }
      go(to: container.end)
    }
    return nil
  }

  /// The byte of the first damaged header or block up to where a reader has come, whose last
  /// container is looked at in full.
  func damage(upTo position: Int) -> Int? {
    while place < min(position, size) {
      let start = place
      guard let container = unsafe Container(stream) else { return start }
      let isLast = container.end >= position
      if let damage = isLast ? container.damagedBlock() : container.damagedHeader() {
        return damage
      }
      go(to: container.end)
    }
    return nil
  }

  private var stream: OpaquePointer { unsafe file.pointee.fp.cram }

  private var place: Int { unsafe Int(htell(cram_fd_get_fp(stream))) }

  private func go(to place: Int) { _ = unsafe cram_seek(stream, off_t(place), SEEK_SET) }
}

/// A container whose own header is read and sound; the stream stands behind that header.
@safe
private struct Container {
  /// Past the last byte of the container.
  let end: Int
  private let stream: OpaquePointer
  private let start: Int
  private let blockCount: Int32
  /// Bytes from `start` to each slice header.
  private let landmarks: [Int]

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

  /// The byte of the first damaged header: the compression header comes first, then the slices.
  func damagedHeader() -> Int? {
    guard blockCount > 0 else { return nil }
    return ([0] + landmarks).lazy.map { start + $0 }.first { place in
      unsafe cram_seek(stream, off_t(place), SEEK_SET) != 0 || !isNextBlockSound()
    }
  }

  /// The byte of the first damaged block.
  func damagedBlock() -> Int? {
    for _ in 0..<max(0, blockCount) {
      let place = unsafe Int(htell(cram_fd_get_fp(stream)))
      guard isNextBlockSound() else { return place }
    }
    return nil
  }

  /// Reads a block; inflating holds it to its checksum.
  private func isNextBlockSound() -> Bool {
    guard let block = unsafe cram_read_block(stream) else { return false }
    defer { unsafe cram_free_block(block) }
    return unsafe cram_uncompress_block(block) == 0
  }
}
