import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// Capture targets that the manifest names: what becomes of a patient whose file is at fault.
@Suite struct `The targets of a capture kit` {
  /// Two patients of one alignment, the second with the targets that are given.
  private struct Run {
    let folder = Fixtures.scratch("targets").path(percentEncoded: false)
    let dataset = Dataset()
    var manifest: String { folder + "/cohort.csv" }
    var targets: String { folder + "/kit.bed" }

    init(_ targets: String?) throws {
      let sam =
        "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:1\tLN:1000\n@SQ\tSN:2\tLN:500\n"
        + "r\t0\t1\t101\t60\t50M\t*\t0\t0\t*\t*\n"
      try sam.write(toFile: folder + "/a.sam", atomically: true, encoding: .utf8)
      try "patient_id,alignment,targets\nnone,a.sam,\nkit,a.sam,kit.bed\n".write(
        toFile: manifest, atomically: true, encoding: .utf8)
      try write(targets)
    }

    func write(_ targets: String?) throws {
      try targets?.write(toFile: self.targets, atomically: true, encoding: .utf8)
    }

    func extract(_ more: [String] = []) throws -> Command.Ending {
      try Command.run(
        ["extract", manifest, "-o", dataset.folder, "--groups"]
          + ["aln.coverage,aln.target,aln.genes"] + more)
    }
  }

  /// Of a few reads most autosomal bases have none.
  private static let shallow = "aln.coverage.autosomal_fold_80=zero_denominator"

  @Test func `give the patient's row its figures, and nulls without them a reason`() throws {
    let run = try Run("chr1\t100\t120\nchr1\t120\t130\n2\t0\t70\n")
    #expect(try run.extract().status == 0)
    guard let rows = try run.dataset.rows("patients") else { return }
    #expect(rows[0]["reasons"]?.text == "\(Self.shallow);aln.genes=no_panel;aln.target=no_targets")
    #expect(rows[0]["aln.target.mean"] == .null && rows[0]["status"]?.text == "ok")
    #expect(rows[1]["reasons"]?.text == "\(Self.shallow);aln.genes=no_panel")
    #expect(rows[1]["aln.target.count"]?.int == 2 && rows[1]["aln.target.bases"]?.int == 100)
    #expect(rows[1]["aln.target.mean"] == .number(0.3))
    #expect(rows[1]["aln.target.zero_depth_count"]?.int == 1)
    #expect(rows[1]["aln.target.fold_80"] == .number(1))
    #expect(try Dataset.ask(["nulls", run.dataset.folder]) != nil)
    #expect(try Command.run(["check", run.manifest]).status == 0)
  }

  @Test(arguments: [
    (nil, "file_not_found", "No such file or directory"),
    ("", "truncated", "the file is empty"),
    ("# none\n", "malformed", "the file holds no interval"),
    ("1\t5\t9\n1\t9\t5\n1\tx\t9\n", "malformed", "start 9 lies past end 5; 1 more at line 3"),
    (
      "1\t5\t9\n3\t5\t9\n", "contig_mismatch",
      "the capture kit's interval 2 (3:5-9): the contig 3 is not in the alignment's header:"
        + " is it the same assembly?"
    ),
    (
      "2\t5\t501\n", "contig_mismatch",
      "the capture kit's interval 1 (2:5-501): it ends past the contig's 500 bases:"
        + " is it the same assembly?"
    ),
    (
      "2\t5\t50\nchr2\t5\t50\n", "contig_mismatch",
      "two contig names of the capture kit both stand for 2: use one of them"
    ),
  ])
  func `that are at fault null what follows from them, and check finds it`(
    targets: String?, reason: String, detail: String
  ) throws {
    let run = try Run(targets)
    let ended = try run.extract()
    #expect(ended.status == 3)
    #expect(ended.errors.contains("1 ok, 1 partial, 0 failed"))
    #expect(ended.errors.contains("manifest line 3, targets"), "\(ended.errors)")
    let failures = try jsonLines(in: run.dataset.text("failures.jsonl"))
    #expect(failures.count == 1)
    let failure = try #require(failures.first)
    #expect(failure["source"]?.text == "targets" && failure["format"]?.text == "BED")
    #expect(failure["file"]?.text == run.targets)
    #expect(failure["reason"]?.text == reason && failure["detail"]?.text == detail)
    let checked = try Command.run(["check", run.manifest])
    #expect(checked.status == 3)
    #expect(checked.output.contains("line 3, targets"), "\(checked.output)")
    #expect(checked.output.contains(detail), "\(checked.output)")
    guard let rows = try run.dataset.rows("patients") else { return }
    #expect(rows.compactMap { $0["status"]?.text } == ["ok", "partial"])
    #expect(rows[1]["reasons"]?.text == "\(Self.shallow);aln.genes=no_panel;aln.target=\(reason)")
    #expect(rows[1]["aln.coverage.mean"] == .number(50.0 / 1_500))
    #expect(try Dataset.ask(["nulls", run.dataset.folder]) != nil)
  }

  @Test func `are not looked at where no group wants them`() throws {
    let run = try Run("nonsense\n")
    #expect(try run.extract(["--exclude", "aln.target"]).status == 0)
  }

  @Test func `of a broken alignment are told beside its own fault`() throws {
    let run = try Run("nonsense\n")
    try "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:1\tLN:1000\nr\t0\t1\n".write(
      toFile: run.folder + "/a.sam", atomically: true, encoding: .utf8)
    #expect(try run.extract().status == 3)
    let failures = try jsonLines(in: run.dataset.text("failures.jsonl"))
    #expect(failures.compactMap { $0["source"]?.text } == ["alignment", "alignment", "targets"])
  }

  @Test func `that change between a run and its resumption are read again`() throws {
    let run = try Run("1\t90\t110\n")
    #expect(try run.extract(["--part-patients", "1"]).status == 0)
    let first = try run.dataset.rows("patients")
    let before = try run.dataset.bytes()
    #expect(try run.extract(["--part-patients", "1", "--resume"]).errors.contains("1 ok") == false)
    #expect(try run.dataset.bytes() == before)
    try run.write("1\t100\t110\n")
    #expect(try run.extract(["--part-patients", "1", "--resume"]).status == 0)
    guard let first, let second = try run.dataset.rows("patients") else { return }
    #expect(first[1]["aln.target.mean"] == .number(0.5))
    #expect(second[1]["aln.target.mean"] == .number(1))
    // Only the part of the patient that names the file was made again.
    let after = try run.dataset.bytes()
    let changed = before.keys.filter { before[$0] != after[$0] && $0.hasPrefix("patients/") }
    #expect(changed.count == 1)
  }
}
