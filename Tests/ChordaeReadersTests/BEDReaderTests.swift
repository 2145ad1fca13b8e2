import ChordaeCore
import ChordaeReaders
import ChordaeTestSupport
import Foundation
import Testing

private func write(_ text: String, _ name: String = #function) throws -> String {
  let path = Fixtures.scratch(name).appending(path: "a.bed").path(percentEncoded: false)
  try text.write(toFile: path, atomically: true, encoding: .utf8)
  return path
}

private func fault(of path: String) -> InputError? {
  do throws(InputError) { _ = try BEDReader.read(path: path) } catch { return error }
  return nil
}

@Test func `intervals come in the file's order, other lines are skipped`() throws {
  let path = try write(
    "##assembly=GRCh38\n# note\ntrack name=x\nbrowser position chr1\n\nchr2\t5\t9\tMYH7\t0\t+\r\n"
      + "chr1 10 20\nchr1\t0\t0\t\ntracked\t1\t2\tA B")
  #expect(
    try BEDReader.read(path: path) == [
      GenomicInterval(contig: "chr2", start: 5, end: 9, name: "MYH7"),
      GenomicInterval(contig: "chr1", start: 10, end: 20),
      GenomicInterval(contig: "chr1", start: 0, end: 0),
      GenomicInterval(contig: "tracked", start: 1, end: 2, name: "A B"),
    ])
}

@Test func `the build is what ##assembly= says, once`() throws {
  let path = try write("#first\n##assembly=GRCh37 \nc\t1\t2\n##assembly=GRCh37\n")
  let assembly = try BEDReader.file(path: path).assembly
  #expect(assembly?.name == "GRCh37" && assembly?.line == 2)
  #expect(try BEDReader.file(path: write("c\t1\t2\n", "none")).assembly == nil)
  let two = try write("##assembly=hg19\nc\t1\t2\n##assembly=hg38\n", "two")
  #expect(
    fault(of: two)
      == InputError(
        .malformed, path: two, at: .line(3), "the assembly is hg38 here and hg19 at line 1"))
}

@Test func `all faulty lines are told, the first with its fault`() throws {
  let path = try write("c\t1\t2\nc\t9\t3\nc\t1\nc\t-1\t4\nc\t1\t2.5\nc\t1\t99999999999999999999\n")
  #expect(
    fault(of: path)
      == InputError(
        .malformed, path: path, at: .line(2),
        "start 9 lies past end 3; 4 more at line 3, 4, 5, 6"))
}

@Test func `an empty file and a missing one are refused`() throws {
  #expect(fault(of: try write(""))?.reason == .truncated)
  #expect(fault(of: try write("# nothing\n"))?.detail == "the file holds no interval")
  #expect(fault(of: "/nowhere/a.bed")?.reason == .fileNotFound)
  #expect(fault(of: "https://example.org/a.bed")?.reason == .unsupported)
}

@Test(arguments: ["gzip", "bgzip"])
func `compressed BED reads as plain BED, and a cut one is refused`(program: String) throws {
  guard Oracle.has(program) else { return }
  let lines = (0..<20_000).map { "chr\($0 % 7)\t\($0)\t\($0 + 17)\tg\($0 * 31 % 997)\n" }.joined()
  let plain = try write(lines, program)
  let expected = try BEDReader.read(path: plain)
  #expect(expected.count == 20_000)
  #expect(Oracle.run(program, [plain]).status == 0)
  #expect(try BEDReader.read(path: plain + ".gz") == expected)
  let bytes = try Data(contentsOf: URL(filePath: plain + ".gz"))
  for length in [bytes.count - 1, bytes.count - 9, bytes.count / 2, 100] {
    try bytes.prefix(length).write(to: URL(filePath: plain + ".cut.gz"))
    #expect(fault(of: plain + ".cut.gz") != nil, "\(program) cut at \(length)")
  }
}

@Test func `public BED files read whole`() throws {
  guard let exome = Fixtures.publicRecord("genomics/regions/exome_targets_GRCh37_chr21-22.bed.gz"),
    let genes = Fixtures.publicRecord("genomics/regions/GRCh38_mrg_full_gene.bed")
  else { return }
  let lines = Oracle.run("gzip", ["-dc", exome]).text.split(separator: "\n").count {
    !$0.hasPrefix("#") && !$0.hasPrefix("track") && !$0.hasPrefix("browser")
  }
  #expect(try BEDReader.read(path: exome).count == lines)
  #expect(try BEDReader.read(path: genes).count > 100)
  guard let bad = Fixtures.publicRecord("malformed/bed/mosdepth_bad.bed") else { return }
  #expect(fault(of: bad)?.reason == .malformed)
}
