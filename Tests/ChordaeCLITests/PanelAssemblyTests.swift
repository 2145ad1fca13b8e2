import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// What a run does where its panel and its alignments are of different builds.
@Suite struct `The panel's assembly` {
  private let folder = Fixtures.scratch("assembly").path(percentEncoded: false)
  private static let unknown =
    "the panel says no assembly (##assembly= or --assembly): only contig names and ends were checked"

  @discardableResult
  private func write(_ name: String, _ text: String) throws -> String {
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    return "\(folder)/\(name)"
  }

  /// Patients of GRCh37, of GRCh38, of a mixed header and of a header that could be anything.
  private func cohort() throws -> String {
    let headers = [
      "@SQ\tSN:17\tLN:81195210\n", "@SQ\tSN:chr17\tLN:83257441\n",
      "@SQ\tSN:chr1\tLN:248956422\n@SQ\tSN:chr17\tLN:81195210\n",
      "@SQ\tSN:chr17\tLN:90000000\n",
    ]
    var lines = ["patient_id,alignment"]
    for (number, header) in headers.enumerated() {
      try write("\(number).sam", "@HD\tVN:1.6\tSO:coordinate\n" + header)
      lines.append("P\(number),\(number).sam")
    }
    return try write("cohort.csv", lines.joined(separator: "\n") + "\n")
  }

  private func panel(_ assembly: String?) throws -> String {
    let line = assembly.map { "##assembly=\($0)\n" } ?? ""
    return try write("panel.bed", line + "chr17\t7000000\t7000100\tG\n")
  }

  private func extract(_ flags: [String]) throws -> (dataset: Dataset, ended: Command.Ending) {
    let dataset = Dataset()
    let ended = try Command.run(
      ["extract", try cohort(), "-o", dataset.folder, "--groups", "aln", "--workers", "1"] + flags)
    return (dataset, ended)
  }

  private func reasons(_ dataset: Dataset) throws -> [String] {
    try jsonLines(of: dataset.folder + "/failures.jsonl").map { $0["reason"]?.text ?? "" }
  }

  private static let ofGRCh37 =
    "the alignment is of GRCh37, the panel of GRCh38: run the patients of each build with a panel of "
    + "that build"
  private static let mixed =
    "the header mixes two builds: chr17 has its length in GRCh37, chr1 in GRCh38"
  private static let neither =
    "the panel is of GRCh38, where chr17 has 83257441 bases; in the header it has 90000000: take a "
    + "panel of the alignment's build"

  @Test(arguments: [
    ("GRCh38", []), (nil, ["--assembly", "hg38"]), ("hg38", ["--assembly", "GRCh38"]),
  ])
  func `costs the patients of another build their columns, with both builds named`(
    line: String?, flags: [String]
  ) throws {
    let (dataset, ended) = try extract(["--panel", try panel(line)] + flags)
    #expect(ended.status == 3, "\(ended.errors)")
    #expect(
      try reasons(dataset) == ["assembly_mismatch", "assembly_mismatch", "assembly_mismatch"])
    for detail in [Self.ofGRCh37, Self.mixed, Self.neither] {
      #expect(ended.errors.contains("assembly_mismatch: \(detail)"), "\(ended.errors)")
    }
    #expect(!ended.errors.contains("says no assembly"))
    let run = try dataset.json("run.json")["runs"]?.elements?.first
    #expect(run?["assembly"]?.text == "GRCh38")
    guard let rows = try dataset.rows("patients"), let genes = try dataset.rows("genes") else {
      return
    }
    #expect(rows.map { $0["status"]?.text } == ["failed", "ok", "failed", "failed"])
    #expect(rows[0]["reasons"]?.text == "aln=assembly_mismatch")
    #expect(genes.map { $0["patient_id"]?.text } == ["P1"])
  }

  @Test func `is warned of once a run where nobody says it`() throws {
    let (dataset, ended) = try extract(["--panel", try panel(nil)])
    #expect(ended.status == 3)
    #expect(ended.errors.components(separatedBy: Self.unknown).count == 2, "\(ended.errors)")
    // A header of two builds is a fault of its own.
    #expect(try reasons(dataset) == ["assembly_mismatch"])
    let stream = try Command.run(
      ["extract", folder + "/cohort.csv", "--format", "arrow", "-o", folder + "/out.arrow"]
        + ["--panel", folder + "/panel.bed", "--groups", "aln"])
    #expect(stream.errors.components(separatedBy: Self.unknown).count == 2)
    let other = try extract(["--panel", try panel("CHM13v2.0")]).ended
    #expect(
      other.errors.contains(
        "the panel's assembly CHM13v2.0 is none of GRCh37, GRCh38: only contig names and ends were "
          + "checked"), "\(other.errors)")
  }

  @Test func `ends the run where the panel and the flag say two`() throws {
    let path = try panel("GRCh37")
    for command in [["extract", try cohort(), "-o", folder + "/out"], ["check", try cohort()]] {
      let ended = try Command.run(command + ["--panel", path, "--assembly", "GRCh38"])
      #expect(
        ended.status == 1
          && ended.errors.contains(
            "panel \(path), line 1: ##assembly= says GRCh37, --assembly GRCh38: one of them is wrong"
          ), "\(ended.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder + "/out"))
  }

  @Test func `is checked by check before anything is read`() throws {
    let manifest = try cohort()
    let checked = try Command.run(["check", manifest, "--panel", try panel("GRCh38")])
    #expect(checked.status == 3)
    for (line, detail) in [(2, Self.ofGRCh37), (4, Self.mixed), (5, Self.neither)] {
      let text = "line \(line), alignment: assembly_mismatch: \(detail) ("
      #expect(checked.output.contains(text), "\(checked.output)")
    }
    #expect(!checked.output.contains("line 3, alignment: assembly"))
    let unnamed = try Command.run(["check", manifest, "--panel", try panel(nil)])
    #expect(unnamed.output.hasPrefix("panel: note: \(Self.unknown)\n"))
    let json = try Command.run(["check", manifest, "--panel", folder + "/panel.bed", "--json"])
    let first = try jsonLines(in: json.output)[0]
    #expect(first["source"]?.text == "panel" && first["fault"] == .bool(false))
    let faults = try Command.run(
      ["check", manifest, "--panel", folder + "/panel.bed", "--faults-only"])
    #expect(!faults.output.contains("panel: note"))
  }

  @Test func `stands in a configuration file, by any of its names`() throws {
    let config = try write("config.json", #"{"assembly": "b37", "groups": ["aln"]}"#)
    let (dataset, ended) = try extract(["--config", config])
    // Without a panel the alignments are held to it all the same.
    #expect(ended.status == 3)
    #expect(ended.errors.contains("the alignment is of GRCh38, the run of GRCh37"))
    let settings = try dataset.json("run.json")["runs"]?.elements?.first?["settings"]
    #expect(settings?["assembly"]?.text == "GRCh37")
    let wrong = try write("wrong.json", #"{"assembly": "hg18"}"#)
    let refused = try extract(["--config", wrong]).ended
    #expect(
      refused.status == 2
        && refused.errors.contains("'assembly' must be one of GRCh37, GRCh38, hg19, b37, hg38"))
    #expect(try extract(["--assembly", "hg18"]).ended.status == 2)
  }
}
