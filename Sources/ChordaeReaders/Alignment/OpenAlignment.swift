internal import CHTSlib
internal import ChordaeCore
internal import Glibc

/// An alignment file that is open with its header read; frees both.
@safe
struct OpenAlignment: ~Copyable {
  let path: String
  let format: AlignmentFormat
  let file: UnsafeMutablePointer<htsFile>
  let header: UnsafeMutablePointer<sam_hdr_t>

  init(path: String) throws(InputError) {
    let local = try HTSLibrary.localPath(path)
    errno = 0
    guard let file = unsafe hts_open(local, "r") else { throw Self.openFault(errno, path) }
    let format: AlignmentFormat
    let header: UnsafeMutablePointer<sam_hdr_t>
    do throws(InputError) {
      format = try unsafe Self.format(of: file, path: path)
      unsafe header = try unsafe Self.readHeader(of: file, path: path)
    } catch {
      unsafe hts_close(file)
      throw error
    }
    // No file is opened that the manifest does not name, and a place in the header may be a URL.
    if format == .cram { unsafe chordae_cram_forget_reference_places(file) }
    self.path = path
    self.format = format
    unsafe self.file = file
    unsafe self.header = header
  }

  deinit {
    unsafe sam_hdr_destroy(header)
    unsafe hts_close(file)
  }

  /// Whether it is a regular file of BGZF blocks that hold a BAM.
  var isBlockedFile: Bool {
    guard format == .bam, unsafe chordae_hts_bgzf(file).pointee.is_compressed != 0 else {
      return false
    }
    return ByteFile.exists(path)
  }

  /// The virtual offset behind the header.
  var firstRecordOffset: Int { Int(unsafe chordae_bgzf_virtual_offset(chordae_hts_bgzf(file))) }

  var contigCount: Int { Int(unsafe sam_hdr_nref(header)) }

  var contigs: [Contig] {
    (0..<Int32(unsafe sam_hdr_nref(header))).map { index in
      let name = unsafe sam_hdr_tid2name(header, index).map { unsafe String(cString: $0) } ?? ""
      return Contig(name: name, length: Int(unsafe sam_hdr_tid2len(header, index)))
    }
  }

  /// Bases of a contig, by its index.
  func length(ofContig contig: Int) -> Int {
    Int(unsafe sam_hdr_tid2len(header, Int32(contig)))
  }

  /// The identifiers of the read groups, in the header's order.
  var readGroups: [String] {
    (0..<max(0, unsafe sam_hdr_count_lines(header, "RG"))).compactMap { place in
      unsafe sam_hdr_line_name(header, "RG", place).map { unsafe String(cString: $0) }
    }
  }

  var isCoordinateSorted: Bool {
    var order = unsafe kstring_t()
    defer { unsafe free(order.s) }
    guard unsafe sam_hdr_find_tag_id(header, "HD", nil, nil, "SO", &order) == 0,
      let text = unsafe order.s
    else { return false }
    return unsafe String(cString: text) == "coordinate"
  }

  /// The MD5 that the header gives for a contig's bases (`M5`).
  func digest(ofContig contig: Int) -> String? {
    var digest = unsafe kstring_t()
    defer { unsafe free(digest.s) }
    guard let name = unsafe sam_hdr_tid2name(header, Int32(contig)),
      unsafe sam_hdr_find_tag_id(header, "SQ", "SN", name, "M5", &digest) == 0
    else { return nil }
    return unsafe digest.s.map { unsafe String(cString: $0) }
  }

  /// Names the reference of a CRAM; it must be there with its index, which is never made here.
  func use(reference: String) throws(InputError) {
    let local: String
    do throws(InputError) {
      local = try HTSLibrary.localPath(reference)
    } catch {
      throw unusable(reference, error.reason == .fileNotFound ? nil : error.reason, error.detail)
    }
    guard unsafe access(local + ".fai", R_OK) == 0,
      unsafe chordae_cram_reference(file, local) == 0
    else {
      throw unusable(
        reference, nil,
        "it needs its .fai beside it (samtools faidx), and a .gzi where it is compressed")
    }
  }

  private func unusable(
    _ reference: String, _ reason: MissingReason?, _ detail: String
  ) -> InputError {
    let wanted = contigs.first.map { first in
      "; the CRAM wants the bases of contig \(first.name)"
        + " (M5 \(digest(ofContig: 0) ?? "not in the header"))"
        + (contigs.count > 1 ? " and of \(contigs.count - 1) more" : "")
    }
    return InputError(
      reason ?? .referenceNotFound, path: reference,
      "the manifest's reference cannot be used: \(detail)\(wanted ?? "")")
  }

  /// Whether the end-of-file block stands where it must; nil for a format that has none.
  var hasEndOfFileBlock: Bool? {
    switch unsafe hts_check_EOF(file) {
    case 0, -1: false
    case 1: true
    default: nil
    }
  }

  /// Why htslib does not open a file; of a CRAM it has read the header by then.
  private static func openFault(_ code: Int32, _ path: String) -> InputError {
    switch code {
    case ENOEXEC:
      InputError(.unsupported, path: path, "the content is neither BAM nor CRAM nor SAM")
    case 0:
      InputError(
        .malformed, path: path, "the header of the CRAM cannot be read: copy the file again")
    default: InputError(.cannotOpen, path: path, unsafe String(cString: strerror(code)))
    }
  }

  private static func readHeader(
    of file: UnsafeMutablePointer<htsFile>, path: String
  ) throws(InputError) -> UnsafeMutablePointer<sam_hdr_t> {
    guard let header = unsafe sam_hdr_read(file) else {
      let fault = unsafe StreamFault(of: file, path: path)
      throw InputError(
        fault?.reason ?? .malformed, path: path, at: fault?.place,
        fault?.detail ?? "the header cannot be read: it breaks the SAM specification")
    }
    return unsafe header
  }

  private static func format(
    of file: UnsafeMutablePointer<htsFile>, path: String
  ) throws(InputError) -> AlignmentFormat {
    switch unsafe file.pointee.format.format {
    case bam: return .bam
    case CHTSlib.cram:
      // 1 is superseded and 4 a draft: what guards the decoder reads neither.
      guard unsafe (2...3).contains(file.pointee.format.version.major) else {
        throw InputError(
          .unsupported, path: path, "only CRAM 2 and 3 are read: write the file again as CRAM 3")
      }
      return .cram
    case sam: return .sam
    case empty_format:
      throw InputError(.truncated, path: path, "the file is empty once inflated")
    default:
      throw InputError(
        .unsupported, path: path, "the content is neither BAM nor CRAM nor SAM")
    }
  }
}
