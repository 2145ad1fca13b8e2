import ChordaeCore

/// Holds the records of a call set to their order: within a contig by position, each contig's
/// records together, and in one file only.
struct ContigOrder: Sendable {
  /// Contigs of all files so far.
  private(set) var contigs: [Contig] = []
  private var placeOfName: [String: Int32] = [:]
  /// Index in `contigs` of each contig of the open file's header.
  private var placeOfHeaderContig: [Int32] = []
  /// The file that has records of a contig; -1 where none has any so far.
  private var fileOfContig: [Int32] = []
  private var fileIndex: Int32 = 0
  private var lastContig: Int32 = -1
  private var lastPosition: Int64 = -1
  /// The contigs that had records since the order was made or copied, and where the first record lay.
  private(set) var run = ContigRun()

  /// Goes on to a file just opened.
  mutating func open(_ file: borrowing VariantFile, index: Int) throws(InputError) {
    fileIndex = Int32(index)
    placeOfHeaderContig.removeAll()
    lastContig = -1
    try takeContigs(file)
  }

  /// Checks the record last counted, which lies there, and gives its contig's index in `contigs`.
  mutating func take(
    _ file: borrowing VariantFile, contig headerContig: Int, position: Int64
  ) throws(InputError) -> Int32 {
    // htslib adds a contig that the header does not declare at its first record.
    if headerContig >= placeOfHeaderContig.count { try takeContigs(file) }
    guard placeOfHeaderContig.indices.contains(headerContig) else {
      throw file.fault(
        .malformed, "the record names a contig that the header does not have",
        contig: headerContig, position: position)
    }
    let contig = placeOfHeaderContig[headerContig]
    if contig != lastContig {
      if let problem = begin(contig) {
        throw file.fault(
          problem.reason, problem.text, contig: headerContig, position: position)
      }
    } else if position < lastPosition {
      throw file.fault(
        .notSorted, "the record stands before the last one: sort the file (VCF 1.6.1, POS)",
        contig: headerContig,
        position: position)
    }
    lastPosition = position
    if run.firstPosition == nil { run.firstPosition = position }
    run.lastPosition = position
    return contig
  }

  /// Takes records that follow the one last checked, in order and on its contig, up to that position.
  mutating func goOn(to position: Int64) {
    lastPosition = position
    run.lastPosition = position
  }

  /// Goes on to a contig; gives what is wrong where it had records before.
  private mutating func begin(_ contig: Int32) -> (reason: MissingReason, text: String)? {
    let owner = fileOfContig[Int(contig)]
    if owner == fileIndex {
      return (
        .notSorted, "records of the contig do not stand together: sort the file (VCF 1.6.1, CHROM)"
      )
    }
    if owner >= 0 {
      return (.contigRepeated, "file \(owner + 1) of the call set has records of this contig too")
    }
    fileOfContig[Int(contig)] = fileIndex
    lastContig = contig
    run.contigs.append(contig)
    return nil
  }

  /// Takes in the contigs of the open file's header that are not taken in yet.
  private mutating func takeContigs(_ file: borrowing VariantFile) throws(InputError) {
    for index in placeOfHeaderContig.count..<max(placeOfHeaderContig.count, file.contigCount) {
      let contig = file.contig(index)
      guard let place = placeOfName[contig.name] else {
        placeOfName[contig.name] = Int32(contigs.count)
        placeOfHeaderContig.append(Int32(contigs.count))
        contigs.append(contig)
        fileOfContig.append(-1)
        continue
      }
      let known = contigs[Int(place)].length
      if known > 0 && contig.length > 0 && known != contig.length {
        throw InputError(
          .contigMismatch, path: file.path,
          "contig \(contig.name) has \(contig.length) bases here and \(known) in an earlier file: "
            + "the files are not of one assembly")
      }
      placeOfHeaderContig.append(place)
    }
  }
}

/// The contigs of consecutive records and where the first and the last of them lie.
package struct ContigRun: Sendable {
  /// Indexes in the reader's contigs, in the order of the records.
  package fileprivate(set) var contigs: [Int32] = []
  package fileprivate(set) var firstPosition: Int64?
  package fileprivate(set) var lastPosition: Int64?

  /// No record so far.
  package init() {}

  /// Takes in the records that follow; false where they are not in order: `isSameFile` tells whether
  /// a contig may go on in them.
  package mutating func append(_ next: ContigRun, isSameFile: Bool) -> Bool {
    guard let start = next.firstPosition else { return true }
    var added = next.contigs[...]
    if isSameFile, let last = contigs.last, added.first == last {
      guard let end = lastPosition, start >= end else { return false }
      added = added.dropFirst()
    }
    guard Set(contigs).isDisjoint(with: added) else { return false }
    contigs += added
    firstPosition = firstPosition ?? start
    lastPosition = next.lastPosition
    return true
  }
}
