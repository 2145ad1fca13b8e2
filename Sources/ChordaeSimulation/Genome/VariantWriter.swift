internal import CHTSlib
internal import ChordaeCore
internal import Glibc

/// A VCF (`.vcf.gz`) or BCF (`.bcf`) file that is being written, with its index.
@safe struct VariantWriter: ~Copyable {
  private let path: String
  /// htslib keeps the pointer until the index is written.
  private let indexPath: UnsafeMutablePointer<CChar>
  private var file: UnsafeMutablePointer<htsFile>?
  private let header: UnsafeMutablePointer<bcf_hdr_t>
  private let record: UnsafeMutablePointer<bcf1_t>
  private var line = unsafe kstring_t()

  static let formats = [
    "FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">",
    "FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"Reads of each allele\">",
    "FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"Reads at the site\">",
    "FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"Phred-scaled genotype quality\">",
  ]
  static let blockFormats = [
    "ALT=<ID=NON_REF,Description=\"Any allele that is not seen\">",
    "INFO=<ID=END,Number=1,Type=Integer,Description=\"Last position of the block\">",
  ]

  /// Opens the file and writes its header.
  init(
    _ path: String, samples: some Sequence<String>, contigs: [Contig], definitions: [String]
  ) throws(SimulationError) {
    self.path = path
    guard let header = unsafe bcf_hdr_init("w"), let record = unsafe bcf_init() else {
      preconditionFailure("out of memory")
    }
    unsafe self.header = header
    unsafe self.record = record
    let isBCF = path.hasSuffix(".bcf")
    unsafe indexPath = strdup(path + (isBCF ? ".csi" : ".tbi"))
    unsafe file = hts_open(path, isBCF ? "wb" : "wz")
    guard let file = unsafe file else { throw .cannotCreate(path: path) }
    for definition in definitions + contigs.map({ "contig=<ID=\($0.name),length=\($0.length)>" }) {
      unsafe bcf_hdr_append(header, "##" + definition)
    }
    for sample in samples { unsafe bcf_hdr_add_sample(header, sample) }
    guard unsafe bcf_hdr_sync(header) == 0, unsafe bcf_hdr_write(file, header) == 0,
      unsafe bcf_idx_init(file, header, isBCF ? 14 : 0, indexPath) == 0
    else { throw .cannotWrite(path: path) }
  }

  /// Appends a record, given as a line of VCF without its end; records come in order of place.
  mutating func write(_ text: String) throws(SimulationError) {
    guard let file = unsafe file else { return }
    unsafe line.l = 0
    let isWhole =
      unsafe kputsn(text, text.utf8.count, &line) >= 0
      && vcf_parse(&line, header, record) == 0 && record.pointee.errcode == 0
    guard isWhole, unsafe bcf_write(file, header, record) == 0 else {
      throw .cannotWrite(path: path)
    }
  }

  /// Writes the index and closes the file; only then are both whole.
  mutating func finish() throws(SimulationError) {
    guard let open = unsafe file.take() else { return }
    let indexed = unsafe bcf_idx_save(open) == 0
    guard unsafe hts_close(open) == 0, indexed else { throw .cannotWrite(path: path) }
  }

  deinit {
    if let file = unsafe file { unsafe hts_close(file) }
    unsafe bcf_hdr_destroy(header)
    unsafe bcf_destroy(record)
    unsafe free(line.s)
    unsafe free(indexPath)
  }
}
