internal import CHTSlib
public import ChordaeCore

/// Reads the records of one contig of an indexed CRAM: a second, small look at a file of which a pass
/// has decoded less than some contig's reads need.
///
/// What a pass checks (sort order, ends) is not checked again.
@safe
public struct ContigReader: ~Copyable {
  private let opened: OpenAlignment
  private let contig: Int
  private let hasReference: Bool
  private let index: OpaquePointer
  private let records: UnsafeMutablePointer<hts_itr_t>
  private let record: UnsafeMutablePointer<bam1_t>
  private var isAtEnd = false

  /// Opens a file at the first record of a contig; nil where it has no index.
  ///
  /// - Throws: What is wrong with the file or the reference.
  public init?(
    path: String, reference: String?, contig: Int, fields: AlignmentFields
  ) throws(InputError) {
    let opened = try OpenAlignment(path: path)
    if let reference, opened.format == .cram { try opened.use(reference: reference) }
    unsafe chordae_cram_require(
      opened.file, AlignmentReader.cramFields(fields), fields.contains(.editDistances))
    let local = try HTSLibrary.localPath(path)
    guard let index = unsafe sam_index_load3(opened.file, local, nil, HTS_IDX_SILENT_FAIL) else {
      return nil
    }
    guard
      let records = unsafe sam_itr_queryi(
        index, Int32(contig), 0, Int64(opened.length(ofContig: contig)))
    else {
      unsafe hts_idx_destroy(index)
      throw InputError(
        .staleIndex, path: path, "the index does not fit the file: make it again (samtools index)")
    }
    unsafe self.index = index
    unsafe self.records = records
    unsafe record = bam_init1()
    self.opened = opened
    self.contig = contig
    hasReference = reference != nil
  }

  deinit {
    unsafe bam_destroy1(record)
    unsafe hts_itr_destroy(records)
    unsafe hts_idx_destroy(index)
  }

  /// Why a slice does not decode: htslib tells only that it does not.
  private var fault: InputError {
    guard !hasReference, opened.format == .cram else {
      return InputError(
        .malformed, path: opened.path,
        "the records of contig \(name) cannot be decoded: the file is damaged, the reference is"
          + " another, or the index is another file's")
    }
    return InputError(
      .referenceNotFound, path: opened.path,
      "the bases of contig \(name) need its reference (M5 \(opened.digest(ofContig: contig) ?? "none")),"
        + " which neither the manifest names nor REF_CACHE or REF_PATH hold, or the file is damaged"
    )
  }

  private var name: String { opened.contigs[contig].name }

  /// Fills the batch with the next records; false, with an empty batch, after the last one.
  public mutating func read(into batch: inout AlignmentBatch) throws(InputError) -> Bool {
    batch.removeAll()
    batch.bytes.removeAll(keepingCapacity: true)
    while !isAtEnd, batch.bytes.count < AlignmentBatch.byteLimit {
      let status = unsafe sam_itr_next(opened.file, records, record)
      guard status >= -1 else { throw fault }
      guard status >= 0 else {
        isAtEnd = true
        break
      }
      let next = unsafe AlignmentRecord(record, firstByte: batch.bytes.count)
      unsafe batch.append(next, record)
    }
    batch.bytes += [UInt8](repeating: 0, count: AlignmentBatch.padding)
    return batch.count > 0
  }
}
