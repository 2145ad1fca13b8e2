import CHTSlib
import ChordaeCore
import Glibc

/// The header of a VCF or BCF file in htslib's form, freed with its owner.
@safe struct VariantHeader: ~Copyable {
  let pointer: UnsafeMutablePointer<bcf_hdr_t>
  /// Columns of a row: the nine fixed ones and a column a sample, or eight without samples.
  let columnCount: Int

  /// Reads the header of a file just opened.
  init(
    _ file: borrowing HTSFileHandle, path: String, format: VariantSummary.Format,
    compression: VariantSummary.Compression
  ) throws(InputError) {
    guard let header = unsafe bcf_hdr_read(file.pointer) else {
      if file.errorBits != 0 {
        throw file.damage(path: path, compression, after: "in the header")
      }
      if file.hasEndOfFileBlock(compression) == false {
        throw InputError(.truncated, path: path, "the file ends inside the header")
      }
      if format == .vcf { throw try VariantHeaderText(path: path).fault(path: path) }
      throw InputError(
        .malformed, path: path, "the BCF header cannot be read: fetch the file again")
    }
    unsafe pointer = header
    let samples = unsafe Int(header.pointee.n.2)
    columnCount = samples > 0 ? 9 + samples : 8
  }

  deinit { unsafe bcf_hdr_destroy(pointer) }

  /// Names of the samples that are decoded, in the header's order.
  var sampleNames: [String] {
    let count = unsafe Int(pointer.pointee.n.2)
    return (0..<count).map { index in
      unsafe pointer.pointee.samples[index].map { unsafe String(cString: $0) } ?? ""
    }
  }

  var contigCount: Int { unsafe Int(pointer.pointee.n.1) }

  /// A contig of the header, by its index; length 0 where the header does not say.
  func contig(_ index: Int) -> Contig {
    guard let entry = unsafe pointer.pointee.id.1?[index] else {
      return Contig(name: "", length: 0)
    }
    let name = unsafe entry.key.map { unsafe String(cString: $0) } ?? ""
    let length = unsafe entry.val.map { unsafe $0.pointee.info.0 } ?? 0
    return Contig(name: name, length: Int(clamping: length))
  }

  /// The number under which records name a FORMAT tag; -1 where the header does not know it.
  func tag(_ name: String) -> Int32 {
    unsafe bcf_hdr_id2int(pointer, BCF_DT_ID, name)
  }

  /// The type (`BCF_HT_…`) that is declared for a tag of a kind (`BCF_HL_…`); -1 for none.
  func valueType(_ kind: Int32, _ name: String) -> Int32 {
    unsafe chordae_bcf_value_type(pointer, kind, name)
  }

  /// The index of a contig that the header knows.
  func contigIndex(_ name: String) -> Int? {
    let index = unsafe bcf_hdr_id2int(pointer, BCF_DT_CTG, name)
    return index >= 0 ? Int(index) : nil
  }

  /// The description of an INFO tag; nil where the header does not declare it.
  func infoDescription(_ name: String) -> String? {
    guard
      let line = unsafe bcf_hdr_get_hrec(pointer, BCF_HL_INFO, "ID", name, nil),
      case let place = unsafe bcf_hrec_find_key(line, "Description"), place >= 0,
      let value = unsafe line.pointee.vals[Int(place)]
    else { return nil }
    return unsafe String(cString: value)
  }

  /// Whether the header declares version 4.4 or later.
  var isVersion44: Bool {
    guard let version = unsafe bcf_hdr_get_version(pointer) else { return false }
    return unsafe String(cString: version) >= "VCFv4.4"
  }

  /// Reads a record of BCF with all of its samples; gives htslib's status.
  ///
  /// htslib would leave samples out while it reads, and trusts the record's number of them, which a
  /// damaged file may give wrong. So that waits for `leaveOutSamples`.
  func readWhole(_ file: borrowing HTSFileHandle, into record: borrowing VariantRecord) -> Int32 {
    let kept = unsafe pointer.pointee.keep_samples
    unsafe pointer.pointee.keep_samples = nil
    defer { unsafe pointer.pointee.keep_samples = kept }
    return unsafe bcf_read(file.pointer, pointer, record.pointer)
  }

  /// Leaves out of a record the samples that are not decoded; false where htslib cannot.
  ///
  /// - Precondition: the record has as many samples as the file's header.
  func leaveOutSamples(of record: borrowing VariantRecord) -> Bool {
    unsafe bcf_subset_format(pointer, record.pointer) == 0
  }

  /// Restricts decoding to some samples of the header.
  func subset(_ samples: [String], path: String) throws(InputError) {
    let status =
      samples.isEmpty
      ? unsafe bcf_hdr_set_samples(pointer, nil, 0)
      : unsafe bcf_hdr_set_samples(pointer, samples.joined(separator: ","), 0)
    if status != 0 {
      throw InputError(.sampleNotFound, path: path, "htslib finds not all wanted samples")
    }
  }
}

/// The header's lines as text, read only to say what is wrong with a header that htslib refuses.
struct VariantHeaderText {
  private var columns: [Substring] = []
  private var hasColumnLine = false

  /// Reads the lines up to the one that names the columns.
  init(path: String) throws(InputError) {
    let file = try HTSFileHandle(path: path)
    var line = LineBuffer()
    while line.read(file) >= 0 {
      let text = String(decoding: line.bytes, as: UTF8.self)
      if text.hasPrefix("##") || text.isEmpty { continue }
      hasColumnLine = text.hasPrefix("#")
      columns = text.split(separator: "\t", omittingEmptySubsequences: false)
      return
    }
  }

  /// What is wrong.
  func fault(path: String) -> InputError {
    guard hasColumnLine else {
      return InputError(
        .malformed, path: path, "the header ends without a line that names the columns (#CHROM)")
    }
    if columns.count < 8 {
      return InputError(
        .malformed, path: path, "the line that names the columns (#CHROM) has \(columns.count)")
    }
    if columns.count == 9 {
      return InputError(.malformed, path: path, "the header names FORMAT, but no sample")
    }
    var seen: Set<Substring> = []
    for (index, name) in columns.dropFirst(9).enumerated() {
      if name.isEmpty {
        return InputError(.malformed, path: path, "sample \(index) has an empty name")
      }
      if !seen.insert(name).inserted {
        return InputError(
          .sampleRepeated, path: path, "sample \(index) has the name of an earlier one")
      }
    }
    return InputError(.malformed, path: path, "htslib refuses the header: mend its lines")
  }
}
