import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// `chordae panel list` and `chordae panel build`.
@Suite struct `The panel command` {
  private let folder = Fixtures.scratch("panel").path(percentEncoded: false)

  private func write(_ name: String, _ text: String) throws -> String {
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    return "\(folder)/\(name)"
  }

  private func build(_ genes: String, _ annotation: String, _ more: [String] = []) throws
    -> Command.Ending
  {
    try Command.run(
      ["panel", "build", "--genes", genes, "--annotation", annotation, "-o", folder + "/out.bed"]
        + more)
  }

  private var written: String? { try? String(contentsOfFile: folder + "/out.bed", encoding: .utf8) }

  @Test func `lists what is shipped, and one list as a table that build takes`() throws {
    let all = try Command.run(["panel", "list"])
    #expect(all.status == 0)
    for name in [
      "acmg-cardiovascular, 42 genes", "aortopathy, 11 genes", "Genet Med 2023;25:100866",
    ] {
      #expect(all.output.contains(name), "\(name)")
    }
    let one = try Command.run(["panel", "list", "familial-hypercholesterolaemia"])
    #expect(one.status == 0 && one.output.contains("\nHGNC:6547\tLDLR\tfamilial"))
    let table = try write("fh.tsv", one.output)
    let excerpt = Fixtures.sample("panels/excerpt_hg38.gpe")
    let ended = try build(table, excerpt, ["--assembly", "hg38"])
    #expect(
      ended.status == 0 && ended.errors.isEmpty
        && ended.output == "4 of 4 genes, 68 intervals, 20641 bases (GRCh38): \(folder)/out.bed\n")
    func intervals(_ text: String?) -> [Substring] {
      (text ?? "").split(separator: "\n").filter { !$0.hasPrefix("#") }
    }
    let shipped = try String(
      contentsOfFile: Fixtures.sample("panels/familial-hypercholesterolaemia.GRCh38.bed"),
      encoding: .utf8)
    #expect(intervals(written) == intervals(shipped))
    let none = try Command.run(["panel", "list", "cardiac"])
    #expect(none.status == 2 && none.errors.hasPrefix("error: no list 'cardiac'; there are acmg-"))
  }

  @Test func `names every gene it could not place, writes the rest and ends with 3`() throws {
    let genes = try write("genes.txt", "LDLR\nNOT1\nHGNC:7\n")
    let excerpt = Fixtures.sample("panels/excerpt_hg19.gpe")
    let ended = try build(genes, excerpt, ["--assembly", "GRCh37", "--padding", "0"])
    #expect(ended.status == 3)
    #expect(
      ended.errors == "not placed: NOT1 is not in the annotation\n"
        + "not placed: HGNC:7 is not in the annotation\n")
    #expect(written?.hasPrefix("##assembly=GRCh37\n##annotation=excerpt_hg19.gpe sha256:") == true)
    #expect(written?.contains("\n##padding=0\n##unplaced=NOT1 is not in the annotation\n") == true)
    // To standard output, nothing else goes there.
    let shown = try Command.run(
      ["panel", "build", "--genes", genes, "--annotation", excerpt, "--assembly", "GRCh37"]
        + ["--padding", "0", "-o", "-"])
    #expect(shown.status == 3 && shown.output == written)
    #expect(FileManager.default.fileExists(atPath: folder + "/.out.bed.tmp") == false)
  }

  @Test func `ends with 1 for a fault of the files and writes nothing`() throws {
    let excerpt = Fixtures.sample("panels/excerpt_hg38.gpe")
    let unnamed = try build("arrhythmia", excerpt)
    #expect(
      unnamed.status == 1
        && unnamed.errors == "error: \(excerpt): the annotation does not name its build: say it "
          + "with --assembly GRCh37 or GRCh38\n"
    )
    let list = try write("bad.txt", "LDLR\nfamilial hypercholesterolaemia\n")
    let bad = try build(list, excerpt)
    #expect(
      bad.status == 1
        && bad.errors
          == "error: \(list), line 2: 'familial hypercholesterolaemia' is no gene symbol "
          + "and no HGNC id (HGNC:6547)\n"
    )
    let bed = try build("arrhythmia", Fixtures.sample("panels/arrhythmia.GRCh38.bed"))
    #expect(bed.status == 1 && bed.errors.contains(".bed, line "))
    #expect(written == nil)
  }

  @Test func `ends with 2 for wrong usage`() throws {
    let excerpt = Fixtures.sample("panels/excerpt_hg38.gpe")
    let list = try build("heart", excerpt)
    #expect(
      list.status == 2
        && list.errors.hasPrefix("error: --genes heart: no such file, and no shipped list; there"))
    #expect(try build("arrhythmia", excerpt, ["--assembly", "hg18"]).status == 2)
    #expect(try build("arrhythmia", excerpt, ["--padding", "-1"]).status == 2)
    #expect(try Command.run(["panel", "build"]).status == 2)
  }
}
