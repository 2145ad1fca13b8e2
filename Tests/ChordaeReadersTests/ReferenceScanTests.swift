import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

private func file(_ name: String, _ text: String) throws -> String {
  let path = Fixtures.scratch("reference").appending(path: name).path(percentEncoded: false)
  try Data(text.utf8).write(to: URL(filePath: path))
  return path
}

private var expected: ReferenceGaps {
  ReferenceGaps(
    QualityReads.contigs.map { name, length in
      ReferenceGaps.Sequence(
        name: name, length: length,
        gaps: name == "X"
          ? [] : (QualityReads.gaps[name] ?? []).map { Int32($0.lowerBound)..<Int32($0.upperBound) }
      )
    })
}

@Suite struct `Scanning a reference` {
  @Test(arguments: [1, 7, 8, 9, 60, 61, 64, 100, 40_000], ["\n", "\r\n", "\n\n"])
  func `gives lengths and gaps whatever the lines`(lineLength: Int, lineEnd: String) throws {
    let text = QualityReads.fasta(lineLength: lineLength, lineEnd: lineEnd)
    #expect(try ReferenceScan.gaps(path: file("a.fa", text)) == expected)
    // Without the last line's end.
    let cut = String(text.dropLast(lineEnd.count))
    #expect(try ReferenceScan.gaps(path: file("a.fa", cut)) == expected)
  }

  @Test func `takes points for N, lower case for upper, and sequences without a letter`() throws {
    let text = ">1 a\nACG.nN\nnACGTACGTACGTNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN\n>2\n>chr3\tb\nNNNN"
    let found = try #require(try ReferenceScan.gaps(path: file("a.fa", text)))
    #expect(
      found.sequences == [
        .init(name: "1", length: 50, gaps: [3..<7, 19..<50]), .init(name: "2", length: 0, gaps: []),
        .init(name: "chr3", length: 4, gaps: [0..<4]),
      ])
  }

  @Test(arguments: ["gzip", "bgzip"])
  func `reads compressed text, and refuses it where it is cut`(program: String) throws {
    guard Oracle.has(program) else { return }
    let path = try file("a.fa", QualityReads.fasta())
    #expect(Oracle.run(program, [path]).status == 0)
    #expect(try ReferenceScan.gaps(path: path + ".gz") == expected)
    let whole = try Data(contentsOf: URL(filePath: path + ".gz"))
    let cut = path + ".cut.gz"
    try whole.dropLast(whole.count / 3).write(to: URL(filePath: cut))
    let error = #expect(throws: InputError.self) { try ReferenceScan.gaps(path: cut) }
    #expect([.noEndOfFileBlock, .checksumMismatch].contains(error?.reason))
    #expect(error?.path == cut)
  }

  @Test func `of a public reference gives what a search for N gives`() throws {
    let name = "genomics/bam/human_g1k_v37.20-21.padded.fa.gz"
    guard let path = Fixtures.publicRecord(name) else { return }
    let found = try #require(try ReferenceScan.gaps(path: path))
    // gzip -dc FILE | python3: re.finditer("[Nn]+", the joined lines of each sequence)
    #expect(
      found.sequences == [
        .init(
          name: "20", length: 63_025_520, gaps: [0..<9_999_999, 10_199_999..<63_025_520]),
        .init(
          name: "21", length: 48_129_895,
          gaps: [0..<9_999_999, 10_034_920..<10_084_920, 10_199_999..<48_129_895]),
      ])
  }

  @Test(arguments: [
    ("", MissingReason.truncated), ("\n\n", .malformed), ("ACGT\n", .malformed),
    (">\nACGT\n", .malformed), ("\u{1F}\u{8B}\u{08}", .malformed),
  ])
  func `refuses what is no FASTA`(text: String, reason: MissingReason) throws {
    let path = Fixtures.scratch("reference").appending(path: "a.fa").path(percentEncoded: false)
    try Data(text.unicodeScalars.map { UInt8($0.value) }).write(to: URL(filePath: path))
    let error = #expect(throws: InputError.self) { try ReferenceScan.gaps(path: path) }
    #expect(error?.reason == reason)
  }

  @Test func `names the file that is not there, and the line that is no FASTA`() throws {
    let missing = #expect(throws: InputError.self) {
      try ReferenceScan.gaps(path: "/nowhere/a.fa")
    }
    #expect(missing?.reason == .fileNotFound)
    let path = try file("a.fa", "\nACGT\n")
    let wrong = #expect(throws: InputError.self) { try ReferenceScan.gaps(path: path) }
    #expect(
      wrong
        == InputError(
          .malformed, path: path, at: .line(2),
          "the text is no FASTA: its first line must start with >"))
  }

  @Test func `ends where it is told to`() throws {
    let path = try file("a.fa", QualityReads.fasta())
    #expect(try ReferenceScan.gaps(path: path, isCancelled: { true }) == nil)
  }
}
