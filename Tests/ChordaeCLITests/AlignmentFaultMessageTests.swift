import ChordaeTestSupport
import Foundation
import Testing

/// What the command says of an alignment that it refuses, word for word.
@Suite(.enabled(if: Oracle.has("samtools"))) struct `An alignment that is refused` {
  private static let run = Result { () throws -> AlignmentRun in
    var folder = AlignmentFolder("refused")
    let reads = (1...9_000).map { AlignmentFolder.read($0 * 11, name: "read\($0 * 7919 % 9001)") }
    let text = AlignmentFolder.header + reads.joined()
    let whole = try folder.convert(text, to: "whole.bam")
    let cram = try folder.convert(
      text, to: "whole.cram", ["-C", "--output-fmt-option", "no_ref=1"])
    folder.add("whole", whole)
    folder.add("cut", try folder.copy(whole, to: "cut.bam") { $0 = $0.prefix($0.count * 3 / 5) })
    folder.add("open", try folder.copy(whole, to: "open.bam") { $0 = $0.dropLast(28) })
    folder.add("opencram", try folder.copy(cram, to: "open.cram") { $0 = $0.dropLast(38) })
    folder.add("cutcram", try folder.copy(cram, to: "cut.cram") { $0 = $0.dropLast(99) })
    folder.add("flipped", try folder.copy(whole, to: "flipped.bam") { $0[$0.count / 2] ^= 1 })
    let header = AlignmentFolder.header
    let unsorted = header + AlignmentFolder.read(40) + AlignmentFolder.read(39)
    folder.add("unsorted", try folder.convert(unsorted, to: "unsorted.bam"))
    let past =
      header + AlignmentFolder.read(451, on: "c2") + AlignmentFolder.read(452, on: "c2")
    folder.add("past", try folder.convert(past, to: "past.bam"))
    folder.add("absent", folder.file("absent.bam"))
    return try folder.extract()
  }

  /// A place in a compressed file: blocks may be told from their start or from their end.
  private static let virtualOffset = #"virtual offset [0-9]+:[0-9]+"#

  @Test func `ends the run with status 3 and leaves the others`() throws {
    let run = try Self.run.get()
    #expect(run.ended.status == 3)
    #expect(run.failures.count == 8)
    #expect(run.failure(of: "whole") == nil)
    #expect(run.ended.errors.contains("1 ok, 0 partial, 8 failed"))
  }

  @Test func `is cut in the middle`() throws {
    let run = try Self.run.get()
    try run.expectFault(
      of: "cut", "BAM", "truncated", at: Self.virtualOffset,
      "the file ends in the middle of a record or block: copy it again")
    try run.expectFault(
      of: "cutcram", "CRAM", "truncated", at: "record 1",
      "the file ends before its end-of-file container: copy it again")
  }

  @Test func `has no end-of-file block`() throws {
    let run = try Self.run.get()
    let advice =
      "the end-of-file block is missing, so records may be: copy or write the file again"
    try run.expectFault(
      of: "open", "BAM", "no_eof_block", at: "record 9000", advice + " (SAM specification 4.1.2)")
    try run.expectFault(
      of: "opencram", "CRAM", "no_eof_block", at: "record 9000",
      advice + " (CRAM specification, End of file container)")
  }

  @Test func `has one flipped byte`() throws {
    try Self.run.get().expectFault(
      of: "flipped", "BAM", "checksum_mismatch", at: Self.virtualOffset,
      "a compressed block is damaged (its checksum does not hold): copy the file again")
  }

  @Test func `says that it is sorted and is not`() throws {
    try Self.run.get().expectFault(
      of: "unsorted", "BAM", "not_sorted", at: #"record 2 \(c1:39\)"#,
      "the header says SO:coordinate but this record comes too late: sort the file again"
        + " (SAM specification 1.3, SO)")
  }

  @Test func `has a read past its contig's end`() throws {
    try Self.run.get().expectFault(
      of: "past", "BAM", "past_contig_end", at: #"record 2 \(c2:452\)"#,
      "the record ends at 501, past the contig's end at 500 (SAM specification 2, item 4.3)")
  }

  @Test func `is not there`() throws {
    try Self.run.get().expectFault(
      of: "absent", "BAM", "file_not_found", at: nil, "No such file or directory")
  }
}
