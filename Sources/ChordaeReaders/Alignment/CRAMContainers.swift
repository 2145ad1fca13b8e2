internal import CHTSlib
internal import ChordaeCore
internal import Glibc

/// Walks over the containers of a CRAM before anything is decoded, and looks for what htslib 1.16
/// would count wrong without a word, or end the process on.
///
/// Counted wrong: compression headers and slice headers are decoded without a look at their
/// checksums where they are not compressed themselves, and the damaged header of a container is
/// taken for the end of the file. Ending the process: a contig that the header does not hold, as in
/// a file whose header was exchanged, a Huffman code of more symbols than memory has room for, and a
/// read feature that is longer than its read (`CRAMFeatureWalk`). A walk inflates the headers and the
/// small blocks that tell the contigs and the features; CRAM 2 has no checksums to hold.
@safe
struct CRAMContainers: ~Copyable {
  private let file: UnsafeMutablePointer<htsFile>
  private let size: Int

  /// What is wrong, and at which byte.
  struct Problem {
    let place: Int
    let kind: Kind

    enum Kind {
      /// A checksum does not hold.
      case damaged
      /// The compression header contradicts itself.
      case malformed
      /// A slice lies on a contig that the header does not hold.
      case contig
      /// A read feature writes past the end of its read.
      case feature
    }
  }

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

  /// The first problem of the headers; nil where all are sound.
  ///
  /// Of a file that is cut, whose reader will say so, it looks only at what is there in full.
  func problem() -> Problem? {
    let isWhole = unsafe hts_check_EOF(file) == 1
    let contigCount = unsafe Int(sam_hdr_nref(cram_fd_get_header(stream)))
    while place < size {
      let start = place
      guard let container = unsafe CRAMContainer(stream) else {
        return isWhole ? Problem(place: start, kind: .damaged) : nil
      }
      guard container.end <= size else { return nil }
      if let problem = container.problem(contigCount: contigCount) { return problem }
      go(to: container.end)
    }
    return nil
  }

  /// The byte of the first damaged header or block up to where a reader has come, whose last
  /// container is looked at in full.
  func damage(upTo position: Int) -> Int? {
    while place < min(position, size) {
      let start = place
      guard let container = unsafe CRAMContainer(stream) else { return start }
      if container.end >= position, let damage = container.damagedBlock() { return damage }
      go(to: container.end)
    }
    return nil
  }

  private var stream: OpaquePointer { unsafe file.pointee.fp.cram }

  private var place: Int { unsafe Int(htell(cram_fd_get_fp(stream))) }

  private func go(to place: Int) { _ = unsafe cram_seek(stream, off_t(place), SEEK_SET) }
}
