internal import CHTSlib
internal import ChordaeCore
internal import Glibc

extension AlignmentReader {
  /// Tells the sound end of the file from a fault.
  func checkEnd(_ status: Int32) throws(InputError) {
    if status == -1 {
      guard unsafe hts_check_EOF(opened.file) != 0 else {
        throw InputError(
          .noEndOfFileBlock, path: path, at: .record(checks.count, contig: nil, position: nil),
          "the end-of-file block is missing, so records may be: copy or write the file again"
            + (format == .cram
              ? " (CRAM specification, End of file container)" : " (SAM specification 4.1.2)"))
      }
      if unsafe opened.file.pointee.is_bgzf == 0, format == .sam {
        try LastLine.check(path: path)
      }
      return
    }
    if let fault = unsafe StreamFault(of: opened.file, path: path) {
      throw InputError(fault.reason, path: path, at: fault.place, fault.detail)
    }
    switch format {
    case .sam:
      throw InputError(
        .malformed, path: path, at: .line(Int(unsafe opened.file.pointee.lineno)),
        "the line breaks the SAM specification")
    case .cram:
      throw cramFault()
    case .bam:
      throw InputError(
        .malformed, path: path, at: nextRecord,
        "the record breaks the BAM specification or names a contig that the header does not hold")
    }
  }

  /// Refuses a SAM line whose contig, or whose mate's, is not in the header, and a CRAM's record
  /// whose mate's is not: htslib looks at that of BAM alone.
  func checkNames(contig: Int, mateContig: Int) throws(InputError) {
    guard mateContig < contigs.count else {
      throw InputError(
        .contigMismatch, path: path, at: .record(checks.count + 1, contig: nil, position: nil),
        "the mate's contig is not in the header (CRAM specification, Mate record, NS)")
    }
    guard format == .sam else { return }
    for (index, column) in [(contig, Int32(2)), (mateContig, Int32(6))] where index < 0 {
      guard unsafe !chordae_sam_names_contig(opened.file, column) else {
        throw InputError(
          .contigMismatch, path: path, at: .line(Int(unsafe opened.file.pointee.lineno)),
          "the line names a contig that the header does not declare"
            + " (SAM specification 1.4, RNAME and RNEXT)")
      }
    }
  }

  /// A fault of a record, by its number from 1.
  static func fault(
    _ wrong: RecordChecks.Fault, _ record: AlignmentRecord, _ number: Int, path: String,
    contigs: [Contig]
  ) -> InputError {
    let contig = contigs.indices.contains(Int(record.contig)) ? contigs[Int(record.contig)] : nil
    let (reason, detail): (MissingReason, String) =
      switch wrong {
      case .contig:
        (
          .contigMismatch,
          "the record's contig is not in the header (SAM specification 4.2, refID)"
        )
      case .end:
        (
          .pastContigEnd,
          "the record ends at \(record.end), past the contig's end at \(contig?.length ?? 0)"
            + " (SAM specification 2, item 4.3)"
        )
      case .start:
        (.malformed, "the record is mapped but has no position (SAM specification 1.4, POS)")
      case .order:
        (
          .notSorted,
          "the header says SO:coordinate but this record comes too late: sort the file again"
            + " (SAM specification 1.3, SO)"
        )
      }
    return InputError(
      reason, path: path, at: .record(number, contig: contig?.name, position: record.start + 1),
      detail)
  }

  private var nextRecord: InputError.Place {
    .record(checks.count + 1, contig: nil, position: nil)
  }

  /// What a walk over a CRAM's containers found.
  static func fault(of path: String, _ problem: CRAMContainers.Problem) -> InputError {
    let (reason, detail): (MissingReason, String) =
      switch problem.kind {
      case .damaged:
        (
          .checksumMismatch,
          "a header or block is damaged (its checksum does not hold): copy the file again"
        )
      case .malformed:
        (.malformed, "a compression or slice header breaks the CRAM specification")
      case .contig:
        (
          .contigMismatch,
          "a slice lies on a contig that the header does not declare"
            + " (CRAM specification, Slice header): was the header exchanged?"
        )
      case .feature:
        (
          .malformed,
          "a feature of a read lies past the read's end (CRAM specification, Read features)"
        )
      }
    return InputError(reason, path: path, at: .byte(problem.place), detail)
  }

  /// Why a slice of a CRAM does not decode: htslib tells only that it does not.
  private func cramFault() -> InputError {
    if unsafe hts_check_EOF(opened.file) == 0 {
      return InputError(
        .truncated, path: path, at: nextRecord,
        "the file ends before its end-of-file container: copy it again")
    }
    let position = unsafe Int(htell(cram_fd_get_fp(opened.file.pointee.fp.cram)))
    if let place = CRAMContainers(path: path)?.damage(upTo: position) {
      return Self.fault(of: path, CRAMContainers.Problem(place: place, kind: .damaged))
    }
    if let missing = MissingReference(
      path: path, reference: reference, afterRecords: checks.count)
    {
      return InputError(.referenceNotFound, path: path, at: nextRecord, missing.detail)
    }
    return InputError(
      .malformed, path: path, at: nextRecord,
      "the slice cannot be decoded: it breaks the CRAM specification")
  }
}
