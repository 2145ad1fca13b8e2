import CHTSlib
import ChordaeCore
import Glibc

/// An open htslib file, closed with its owner.
@safe struct HTSFileHandle: ~Copyable {
  let pointer: UnsafeMutablePointer<htsFile>

  /// Opens a local file for reading.
  init(path: String) throws(InputError) {
    let local = try HTSLibrary.localPath(path)
    errno = 0
    guard let opened = unsafe hts_open(local, "r") else {
      throw errno == ENOENT
        ? InputError(.fileNotFound, path: path, "no such file")
        : InputError(.cannotOpen, path: path, "it cannot be opened: check its permissions")
    }
    unsafe pointer = opened
  }

  deinit { _ = unsafe hts_close(pointer) }

  /// What the file is by its first bytes; an error where it is no VCF or BCF.
  func kind(
    path: String
  ) throws(InputError) -> (format: VariantSummary.Format, compression: VariantSummary.Compression) {
    let (content, packing) = unsafe (
      pointer.pointee.format.format, pointer.pointee.format.compression
    )
    let format: VariantSummary.Format
    switch content {
    case CHTSlib.vcf: format = .vcf
    case bcf: format = .bcf
    case empty_format: throw InputError(.malformed, path: path, "the file is empty")
    default:
      if packing == CHTSlib.bgzf && hasEndOfFileBlock(.bgzf) == false {
        throw InputError(.truncated, path: path, "the file ends inside its first block")
      }
      throw InputError(
        .malformed, path: path, "no VCF or BCF: the first line must start ##fileformat=VCF")
    }
    switch packing {
    case no_compression: return (format, .none)
    case CHTSlib.gzip: return (format, .gzip)
    case CHTSlib.bgzf: return (format, .bgzf)
    default:
      throw InputError(.unsupported, path: path, "compress it with bgzip: no other kind is read")
    }
  }

  /// Whether the BGZF end-of-file block is there; nil where the compression has none.
  func hasEndOfFileBlock(_ compression: VariantSummary.Compression) -> Bool? {
    compression == .bgzf ? unsafe bgzf_check_EOF(pointer.pointee.fp.bgzf) == 1 : nil
  }

  /// Bits of `BGZF_ERR_…`; 0 where all is well.
  var errorBits: Int32 {
    if isPlain { return unsafe herrno(pointer.pointee.fp.hfile) == 0 ? 0 : BGZF_ERR_IO }
    return unsafe Int32(pointer.pointee.fp.bgzf.pointee.errcode)
  }

  /// What the stream's error bits say, after a failed read.
  func damage(
    path: String, _ compression: VariantSummary.Compression, after: String
  ) -> InputError {
    let bits = errorBits
    let isDamaged = bits & (BGZF_ERR_CRC | BGZF_ERR_ZLIB) != 0
    func error(_ reason: MissingReason, _ detail: String) -> InputError {
      InputError(reason, path: path, at: place, "\(detail), \(after): fetch the file again")
    }
    if compression == .gzip && isAtEndOfFile {
      return error(.truncated, "the gzip stream is cut short or its checksum is wrong")
    }
    if hasEndOfFileBlock(compression) == false && (isAtEndOfFile || !isDamaged) {
      return error(.truncated, "the file ends inside a block")
    }
    if isDamaged { return error(.checksumMismatch, "a compressed block is damaged") }
    if bits & BGZF_ERR_HEADER != 0 { return error(.malformed, "a block's header is damaged") }
    return error(.readFailed, "the file cannot be read on")
  }

  /// Where the reader stands: in a plain file the byte, else the block and the byte in it.
  var place: InputError.Place {
    if isPlain { return unsafe .byte(Int(htell(pointer.pointee.fp.hfile))) }
    let stream = unsafe pointer.pointee.fp.bgzf
    let (block, offset) = unsafe (stream?.pointee.block_address, stream?.pointee.block_offset)
    return .virtualOffset(Int(block ?? 0) << 16 | Int(offset ?? 0) & 0xFFFF)
  }

  /// Where the next byte stands: in a plain file the byte, else its virtual offset.
  var offset: Int {
    isPlain
      ? Int(unsafe htell(pointer.pointee.fp.hfile))
      : Int(unsafe chordae_bgzf_virtual_offset(pointer.pointee.fp.bgzf))
  }

  /// Goes to a virtual offset of a BGZF file; false where that is not possible.
  func seek(to offset: Int) -> Bool {
    unsafe !isPlain && bgzf_seek(pointer.pointee.fp.bgzf, Int64(offset), SEEK_SET) == 0
  }

  /// Whether no byte follows.
  var isAtEnd: Bool {
    var byte: UInt8 = 0
    return isPlain
      ? unsafe hpeek(pointer.pointee.fp.hfile, &byte, 1) <= 0
      : unsafe bgzf_peek(pointer.pointee.fp.bgzf) < 0
  }

  /// Whether no byte of a compressed file is left to be inflated.
  var isAtEndOfFile: Bool {
    var byte: UInt8 = 0
    return unsafe isPlain ? false : hpeek(pointer.pointee.fp.bgzf.pointee.fp, &byte, 1) <= 0
  }

  /// htslib reads plain text without the BGZF layer.
  private var isPlain: Bool { unsafe pointer.pointee.is_bgzf == 0 }
}

/// A growing line of text in htslib's form, freed with its owner.
@safe struct LineBuffer: ~Copyable {
  private var text = unsafe kstring_t()

  deinit { unsafe free(text.s) }

  /// Reads the next line without its end; -1 at the end of the file, below -1 on a fault.
  mutating func read(_ file: borrowing HTSFileHandle) -> Int32 {
    unsafe hts_getline(file.pointer, Int32(UInt8(ascii: "\n")), &text)
  }

  /// Takes a line's bytes from elsewhere; false without memory.
  mutating func set(_ bytes: UnsafeRawBufferPointer) -> Bool {
    // Safe: htslib copies as many bytes as there are.
    unsafe bytes.withMemoryRebound(to: CChar.self) { bytes in
      unsafe chordae_line_set(&text, bytes.baseAddress, bytes.count) == 0
    }
  }

  /// Gives the line's bytes for the time of the call.
  func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    let bytes = unsafe UnsafeRawBufferPointer(start: text.s, count: text.s == nil ? 0 : Int(text.l))
    return body(unsafe Span(_unsafeBytes: bytes))
  }

  /// The line's bytes, copied.
  var bytes: [UInt8] { withBytes { line in line.indices.map { line[$0] } } }

  /// Parses the line into a record; below 0 where htslib refuses it.
  ///
  /// The line is spent thereafter up to the column that was refused: tabs and separators become
  /// zeros.
  mutating func parse(_ header: borrowing VariantHeader, _ record: borrowing VariantRecord) -> Int32
  {
    unsafe vcf_parse(&text, header.pointer, record.pointer)
  }
}

/// One record in htslib's form, freed with its owner.
@safe struct VariantRecord: ~Copyable {
  let pointer: UnsafeMutablePointer<bcf1_t>

  /// An empty record.
  init(path: String) throws(InputError) {
    guard let record = unsafe bcf_init() else {
      throw InputError(.readFailed, path: path, "no memory for a record")
    }
    unsafe pointer = record
  }

  deinit { unsafe bcf_destroy(pointer) }
}
