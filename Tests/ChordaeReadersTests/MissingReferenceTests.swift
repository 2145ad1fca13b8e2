import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaeReaders

@Test(arguments: [
  ("/refs/%s", "/refs/0123456789abcdef"), ("/refs/", "/refs/0123456789abcdef"),
  ("/refs", "/refs/0123456789abcdef"), ("/c/%2s/%2s/%s", "/c/01/23/456789abcdef"),
  ("/c/%2s/%2s", "/c/01/23/456789abcdef"), ("/c/%4s/x", "/c/0123/x/456789abcdef"),
  ("/100%/%s.fa", "/100%/0123456789abcdef.fa"), ("/c/%99s", "/c/0123456789abcdef"),
])
func `a template of REF_CACHE stands for the file that samtools looks for`(
  template: String, file: String
) {
  #expect(ReferencePlaces.file("0123456789abcdef", in: template) == file)
}

@Test func `a reference of other bases is told from one that lacks the contig`() throws {
  guard Oracle.has("samtools") else { return }
  let folder = Fixtures.scratch().path(percentEncoded: false)
  func write(_ text: String, _ name: String) throws -> String {
    try text.write(toFile: folder + name, atomically: true, encoding: .utf8)
    return folder + name
  }
  // Longer than what is hashed at a time, in both cases of letters.
  let bases = String(repeating: "ACGTacgtNN", count: 110_000)
  let others = bases.dropLast() + "A"
  let sam = try write(
    "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:c1\tLN:\(bases.count)\n"
      + "r\t0\tc1\t1\t60\t8M\t*\t0\t0\tACGTACGT\t*\n", "a.sam")
  let fasta = try write(">c1\n\(bases)\n", "r.fa")
  let changed = try write(">c1\n\(others)\n", "changed.fa")
  let renamed = try write(">c2\n\(bases)\n", "renamed.fa")
  for path in [fasta, changed, renamed] {
    #expect(Oracle.run("samtools", ["faidx", path]).status == 0)
  }
  let cram = folder + "a.cram"
  #expect(Oracle.run("samtools", ["view", "-C", "-T", fasta, "-o", cram, sam]).status == 0)
  func digest(_ bases: some StringProtocol) throws -> Substring {
    Oracle.run("md5sum", [try write(bases.uppercased(), "bases")]).text.prefix(32)
  }
  let wanted = "the slice needs the bases of contig c1 (M5 \(try digest(bases)))"
  func detail(_ reference: String?, after records: Int = 0) -> String? {
    MissingReference(path: cram, reference: reference, afterRecords: records)?.detail
  }
  #expect(detail(fasta) == nil)
  #expect(
    detail(changed)
      == "\(wanted), but the manifest's reference has others (M5 \(try digest(others)))")
  #expect(
    detail(renamed)?.hasPrefix("\(wanted), which are not found: not in the manifest's") == true)
  #expect(
    detail(nil)?.hasPrefix("\(wanted), which are not found: the manifest names no") == true)
  // Past the last record no slice is there that could lack anything.
  #expect(detail(nil, after: 1) == nil)
}
