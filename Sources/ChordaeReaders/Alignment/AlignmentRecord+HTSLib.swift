internal import CHTSlib
internal import ChordaeCore

extension AlignmentRecord {
  /// The fixed fields of a record in htslib's form, whose other bytes will start at a place.
  init(_ record: UnsafePointer<bam1_t>, firstByte: Int) {
    let core = unsafe record.pointee.core
    let nameByteCount = Int(core.l_qname) - Int(core.l_extranul)
    let tagByteCount =
      unsafe Int(record.pointee.l_data) - Int(core.l_qname) - 4 * Int(core.n_cigar)
      - Int(core.l_qseq) - (Int(core.l_qseq) + 1) / 2
    self.init(
      contig: core.tid, mateContig: core.mtid, start: Int(core.pos),
      end: unsafe Int(bam_endpos(record)), mateStart: Int(core.mpos),
      templateLength: Int(core.isize), flags: AlignmentFlags(rawValue: core.flag),
      mappingQuality: core.qual, firstByte: Int32(firstByte),
      nameByteCount: UInt8(nameByteCount), cigarCount: core.n_cigar, baseCount: core.l_qseq,
      tagByteCount: Int32(tagByteCount))
  }
}

extension AlignmentBatch {
  /// Appends a record and the bytes that htslib holds of it, without the padding of the name.
  mutating func append(_ fields: AlignmentRecord, _ record: UnsafePointer<bam1_t>) {
    let nameSpace = unsafe Int(record.pointee.core.l_qname)
    // Safe: the record's data are `l_data` bytes.
    unsafe bytes.append(
      contentsOf: UnsafeBufferPointer(
        start: record.pointee.data, count: Int(fields.nameByteCount)))
    unsafe bytes.append(
      contentsOf: UnsafeBufferPointer(
        start: record.pointee.data + nameSpace, count: Int(record.pointee.l_data) - nameSpace))
    records.append(fields)
  }
}
