internal import CHTSlib
internal import ChordaeCore
internal import Glibc

/// A BAM or CRAM file that is being written, with its index.
@safe struct AlignmentWriter: ~Copyable {
  private let path: String
  /// htslib keeps the pointer until the index is written.
  private let indexPath: UnsafeMutablePointer<CChar>
  private var file: UnsafeMutablePointer<htsFile>?
  private let header: UnsafeMutablePointer<sam_hdr_t>
  private let record: UnsafeMutablePointer<bam1_t>

  /// Opens the file and writes its header; a name that ends in `.cram` needs the reference's path.
  init(
    _ path: String, sample: String, reference: SimulatedReference, referencePath: String,
    md5s: [String]
  ) throws(SimulationError) {
    self.path = path
    let isCRAM = path.hasSuffix(".cram")
    let text = Self.headerText(sample: sample, contigs: reference.contigs, md5s: md5s)
    guard let header = unsafe sam_hdr_parse(text.utf8.count, text), let record = unsafe bam_init1()
    else { preconditionFailure("the header's text is our own") }
    unsafe self.header = header
    unsafe indexPath = strdup(path + (isCRAM ? ".crai" : ".bai"))
    unsafe self.record = record
    unsafe file = hts_open(path, isCRAM ? "wc" : "wb")
    guard let file = unsafe file else { throw .cannotCreate(path: path) }
    if isCRAM { try unsafe Self.openReference(referencePath, for: file) }
    guard unsafe sam_hdr_write(file, header) == 0,
      unsafe sam_idx_init(file, header, 0, indexPath) == 0
    else { throw .cannotWrite(path: path) }
  }

  private static func headerText(sample: String, contigs: [Contig], md5s: [String]) -> String {
    let sequences = zip(contigs, md5s).map { "@SQ\tSN:\($0.name)\tLN:\($0.length)\tM5:\($1)\n" }
    return "@HD\tVN:1.6\tSO:coordinate\n" + sequences.joined()
      + "@RG\tID:1\tSM:\(sample)\tLB:1\tPL:ILLUMINA\n"
  }

  /// Opens the reference through a second file, so that the header does not name its path (`UR`)
  /// and the bytes do not depend on the folder.
  private static func openReference(
    _ path: String, for file: UnsafeMutablePointer<htsFile>
  ) throws(SimulationError) {
    guard let owner = unsafe hts_open("/dev/null", "wc") else { throw .cannotCreate(path: path) }
    let isOpen =
      unsafe hts_set_fai_filename(owner, path) == 0 && chordae_share_reference(file, owner) == 0
    let isClosed = unsafe hts_close(owner) == 0
    guard isOpen, isClosed else { throw .cannotCreate(path: path) }
  }

  /// Appends a record; records come in order of place.
  mutating func write(_ read: SimulatedRead) throws(SimulationError) {
    let name = read.name
    // Without bases the qualities are absent too.
    let status = unsafe bam_set1(
      record, name.utf8.count, name, read.flags.rawValue, Int32(read.contig),
      Int64(read.position), UInt8(read.mappingQuality), read.cigar.count, read.cigar,
      Int32(read.mateContig), Int64(read.matePosition), Int64(read.templateLength),
      read.bases.count, read.bases.map { CChar(bitPattern: $0) },
      read.qualities.map { CChar(bitPattern: $0) }, 16)
    guard status >= 0, unsafe bam_aux_update_str(record, "RG", 2, "1") == 0 else {
      throw .cannotWrite(path: path)
    }
    if let edits = read.editDistance {
      guard unsafe bam_aux_update_int(record, "NM", Int64(edits)) == 0 else {
        throw .cannotWrite(path: path)
      }
    }
    guard let file = unsafe file, unsafe sam_write1(file, header, record) >= 0 else {
      throw .cannotWrite(path: path)
    }
  }

  /// Writes the index and closes the file; only then are both whole.
  mutating func finish() throws(SimulationError) {
    guard let open = unsafe file.take() else { return }
    let indexed = unsafe sam_idx_save(open) == 0
    guard unsafe hts_close(open) == 0, indexed else { throw .cannotWrite(path: path) }
    guard path.hasSuffix(".cram") else { return }
    // The file id, bytes 6 to 25, is the path that the file was opened under, cut to its length.
    try OutputFile.overwrite(path, at: 6, with: Array(repeating: 0, count: 20))
  }

  deinit {
    if let file = unsafe file { unsafe hts_close(file) }
    unsafe sam_hdr_destroy(header)
    unsafe bam_destroy1(record)
    unsafe free(indexPath)
  }
}
