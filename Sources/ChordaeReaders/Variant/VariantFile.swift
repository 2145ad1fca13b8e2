import CHTSlib
import ChordaeCore
import Glibc

/// One open VCF or BCF file: its header, and its records one after another.
///
/// Each record is checked before it is given: rows have the header's number of columns, positions
/// are numbers, what htslib reports in its error bits is an error here. The pointers are owned by
/// noncopyable fields and freed with them.
@safe struct VariantFile: ~Copyable {
  let path: String
  let format: VariantSummary.Format
  let compression: VariantSummary.Compression
  /// nil where the compression knows no end-of-file block.
  let hasEndOfFileBlock: Bool?
  /// Records read so far, the one in `record` included.
  private(set) var recordCount = 0
  /// What was taken, though it is not sound.
  private(set) var warnings = VariantWarnings()

  /// Where the first record begins: the byte of a plain file, else the virtual offset.
  let firstOffset: Int
  /// htslib adds to the header what its records name beyond these.
  private let declaredContigCount: Int
  private let handle: HTSFileHandle
  private let header: VariantHeader
  private let current: VariantRecord
  private var line = LineBuffer()
  /// Where the records lie that are read, the place at hand first; nil where all are.
  private var places: ArraySlice<VariantPlaces.Place>?
  /// Whether a record behind the place at hand was read.
  private var isPlaceDone = false

  /// Opens a file and reads its header.
  init(path: String) throws(InputError) {
    HTSLibrary.prepare()
    let opened = try HTSFileHandle(path: path)
    let kind = try opened.kind(path: path)
    let hasEnd = opened.hasEndOfFileBlock(kind.compression)
    let read = try VariantHeader(
      opened, path: path, format: kind.format, compression: kind.compression)
    let empty = try VariantRecord(path: path)
    self.path = path
    firstOffset = opened.offset
    (format, compression) = kind
    hasEndOfFileBlock = hasEnd
    handle = opened
    declaredContigCount = read.contigCount
    header = read
    current = empty
  }

  /// Names of the decoded samples, in the header's order.
  var sampleNames: [String] { header.sampleNames }
  /// Contigs that the header declares; records may add to them.
  var contigCount: Int { header.contigCount }
  /// A contig of the header, by its index.
  func contig(_ index: Int) -> Contig { header.contig(index) }
  /// Restricts what is decoded to some samples of the header, before the first record.
  func decodeOnly(samples: [String]) throws(InputError) {
    try header.subset(samples, path: path)
  }

  /// The record last read; valid until the next is read.
  var record: UnsafeMutablePointer<bcf1_t> { unsafe current.pointer }
  /// The number under which records name a FORMAT tag; -1 where the header does not know it.
  func tag(_ name: String) -> Int32 { header.tag(name) }
  /// The description of an INFO tag; nil where the header does not declare it.
  func infoDescription(_ name: String) -> String? { header.infoDescription(name) }
  /// Whether the header declares version 4.4 or later.
  var isVersion44: Bool { header.isVersion44 }
  /// Columns that the header gives a row.
  var columnCount: Int { header.columnCount }
  /// The type (`BCF_HT_…`) that the header declares for a tag; -1 where it does not declare it.
  func valueType(_ kind: Int32, _ name: String) -> Int32 { header.valueType(kind, name) }
  /// The index of a contig that the header knows.
  func contigIndex(_ name: String) -> Int? { header.contigIndex(name) }
  /// Whether the rows can be read from the text: a regular file of VCF, plain or in BGZF blocks.
  var isText: Bool {
    let genotype = valueType(BCF_HL_FMT, "GT")
    return format == .vcf && compression != .gzip && (genotype < 0 || genotype == BCF_HT_STR)
      && ByteFile.exists(path)
  }

  /// Contig index in the header, and 0-based position, of the record last read.
  var place: (contig: Int, position: Int64) {
    unsafe (Int(current.pointer.pointee.rid), current.pointer.pointee.pos)
  }

  /// Reads the next record; false at the end of a file that is whole.
  mutating func next() throws(InputError) -> Bool {
    var isRead = try goOn()
    if isRead { isRead = format == .bcf ? try nextBinary() : try nextLine() }
    guard isRead else {
      try checkEnd()
      return false
    }
    try checkRecord()
    isPlaceDone = places?.first?.isPassed(by: place.position, on: place.contig) == true
    return true
  }

  /// Restricts `next` to the records of some places of the file, before the first one.
  mutating func readOnly(_ places: VariantPlaces) { self.places = places.places[...] }

  /// Goes to the next place where the one at hand is at its end; false after the last.
  private mutating func goOn() throws(InputError) -> Bool {
    guard var place = places?.first else { return places == nil }
    while isPlaceDone || handle.offset >= place.end {
      isPlaceDone = false
      places?.removeFirst()
      guard let next = places?.first else { return false }
      place = next
      if handle.offset < place.start, !handle.seek(to: place.start) { throw damage() }
    }
    return true
  }

  /// Parses a row that was read elsewhere as the next record; `isLast` where no byte follows it.
  mutating func take(_ row: UnsafeBufferPointer<UInt8>, isLast: Bool) throws(InputError) {
    guard unsafe line.set(UnsafeRawBufferPointer(row)) else {
      throw InputError(.readFailed, path: path, "no memory for a record")
    }
    try parseLine(isLast: isLast)
    try checkRecord()
  }

  /// Counts records of a contig that were decoded elsewhere.
  mutating func count(_ records: Int = 1, contig: Int) {
    recordCount += records
    if contig >= declaredContigCount { warnings.contigRecords += records }
  }

  /// Goes past the next row without looking at it; false at the end of a file that is whole.
  mutating func skip() throws(InputError) -> Bool {
    let status = line.read(handle)
    if status == -1 {
      try checkEnd()
      return false
    }
    guard status >= 0, handle.errorBits == 0 else { throw damage() }
    recordCount += 1
    return true
  }

  private mutating func checkRecord() throws(InputError) {
    recordCount += 1
    let errors = unsafe current.pointer.pointee.errcode
    guard errors & ~(BCF_ERR_CTG_UNDEF | BCF_ERR_TAG_UNDEF) == 0 else {
      throw fault(.malformed, "htslib refuses the record (error bits \(errors)): mend or remove it")
    }
    // htslib's own functions rely on REF being there.
    guard unsafe current.pointer.pointee.n_allele > 0 else {
      throw fault(.malformed, "the record has no allele, not even the reference's (REF)")
    }
    if place.contig >= declaredContigCount { warnings.contigRecords += 1 }
    if errors & BCF_ERR_TAG_UNDEF != 0 { warnings.tagRecords += 1 }
  }

  /// An error at the record last read.
  func fault(_ reason: MissingReason, _ detail: String) -> InputError {
    fault(reason, detail, contig: place.contig, position: place.position)
  }

  /// An error at the record last counted, which lies there.
  func fault(
    _ reason: MissingReason, _ detail: String, contig: Int, position: Int64
  ) -> InputError {
    let name = contig >= 0 && contig < contigCount ? header.contig(contig).name : nil
    return InputError(
      reason, path: path, at: .record(recordCount, contig: name, position: Int(position) + 1),
      detail)
  }

  private mutating func nextBinary() throws(InputError) -> Bool {
    let status = header.readWhole(handle, into: current)
    if status == -1 { return false }
    guard status == 0 else {
      if handle.errorBits != 0 { throw damage() }
      throw InputError(
        hasEndOfFileBlock != true && handle.isAtEndOfFile ? .truncated : .malformed, path: path,
        at: .record(recordCount + 1, contig: nil, position: nil),
        "the record cannot be decoded: it is cut short or damaged")
    }
    try checkSamples()
    guard header.leaveOutSamples(of: current) else {
      throw InputError(.readFailed, path: path, "no memory for a record")
    }
    return true
  }

  /// Holds a record of BCF, before it is counted, to the header's number of samples.
  private mutating func checkSamples() throws(InputError) {
    // htslib forgets the fields of a record of no samples, but not their bytes.
    let (count, byteCount) = unsafe (
      Int(current.pointer.pointee.n_sample), current.pointer.pointee.indiv.l
    )
    let expected = max(0, columnCount - 9)
    guard byteCount > 0, count != expected else { return }
    recordCount += 1
    throw fault(
      .malformed,
      "the record has \(count) samples where the header names \(expected) (VCF 6.3.1)")
  }

  private mutating func nextLine() throws(InputError) -> Bool {
    let status = line.read(handle)
    if status == -1 { return false }
    // A line that a damaged block cuts off comes without an error of its own.
    guard status >= 0, handle.errorBits == 0 else { throw damage() }
    try parseLine(isLast: nil)
    return true
  }

  /// Parses the line; `isLast` nil where htslib knows whether a byte follows.
  private mutating func parseLine(isLast: Bool?) throws(InputError) {
    let row = line.withBytes { [columns = header.columnCount] in
      VariantRow($0, columnCount: columns)
    }
    if let problem = row.problem {
      // A cut line is short, and the last.
      let isCut =
        problem.isShort && hasEndOfFileBlock != true && (isLast ?? handle.isAtEnd)
      throw InputError(
        isCut ? .truncated : .malformed, path: path, at: place(of: row), problem.text)
    }
    guard line.parse(header, current) >= 0 else {
      let cause = row.refusal(line.bytes, isVersion44: header.isVersion44)
      throw InputError(cause.reason, path: path, at: place(of: row), cause.text)
    }
  }

  /// The place of a row that could not be read; its contig only where the header declares it.
  private func place(of row: VariantRow) -> InputError.Place {
    let name = String(decoding: line.bytes.prefix(row.contigEnd), as: UTF8.self)
    let isDeclared = unsafe bcf_hdr_id2int(header.pointer, BCF_DT_CTG, name) >= 0
    return .record(recordCount + 1, contig: isDeclared ? name : nil, position: row.position)
  }

  private func damage() -> InputError {
    handle.damage(path: path, compression, after: "after record \(recordCount)")
  }

  /// Holds the end of the file to what marks it as whole.
  func checkEnd() throws(InputError) {
    if handle.errorBits != 0 { throw damage() }
    if format == .vcf, compression == .none {
      try LastLine.check(path: path, clause: " (VCF 1.1)")
    }
    if hasEndOfFileBlock == false {
      throw InputError(
        .noEndOfFileBlock, path: path, at: .record(recordCount, contig: nil, position: nil),
        "the BGZF end-of-file block is missing, so the file may be cut short: fetch it again")
    }
  }
}
