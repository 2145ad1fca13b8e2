import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// Groups, tables and configuration files.
@Suite struct `The settings of a run` {
  private func columns(_ dataset: Dataset, _ table: String = "patients") throws -> [String] {
    let tables = try dataset.json("dictionary.json")["tables"]
    return tables?[table]?.elements?.compactMap { $0["id"]?.text } ?? []
  }

  private func extract(_ more: [String]) throws -> (dataset: Dataset, ended: Command.Ending) {
    let dataset = Dataset()
    let cohort = try Cohort.plain.get()
    let manifest = try cohort.manifest("two.csv", Array(cohort.lines().prefix(3)))
    return (
      dataset,
      try Command.run(["extract", manifest, "-o", dataset.folder, "--carry", "age,site"] + more)
    )
  }

  @Test func `choose groups and leave groups out`() throws {
    let (dataset, ended) = try extract(["--groups", "ecg.*,var", "--exclude", "ecg.spectrum"])
    #expect(ended.status == 0)
    let ids = try columns(dataset)
    #expect(ids.prefix(3) == ["patient_id", "status", "reasons"])
    #expect(ids.suffix(2) == ["age", "site"])
    let words = Set(ids.dropFirst(3).dropLast(2).map { $0.prefix { $0 != "." } })
    #expect(words == ["ecg", "var"] && !ids.contains { $0.hasPrefix("ecg.spectrum") })
    #expect(!FileManager.default.fileExists(atPath: dataset.folder + "/genes"))
  }

  @Test func `stand in a file, under the flags`() throws {
    let path = Fixtures.scratch("config").path + "/config.json"
    try #"{"groups": ["var"], "part_patients": 1, "tables": ["beats"]}"#.write(
      toFile: path, atomically: true, encoding: .utf8)
    let (fromFile, one) = try extract(["--config", path])
    #expect(one.status == 0)
    #expect(try columns(fromFile).allSatisfy { !$0.hasPrefix("ecg") })
    #expect(try fromFile.bytes().count == 3)
    let (overFile, two) = try extract(["--config", path, "--groups", "hrv", "--part-patients", "9"])
    #expect(two.status == 0)
    #expect(try columns(overFile).contains("hrv.time.sdnn"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: overFile.folder + "/patients").count == 1)
    let settings = try overFile.json("run.json")["runs"]?.elements?.first?["settings"]
    #expect(settings?["groups"] == .array([.string("hrv")]))
  }

  @Test func `give tables on request`() throws {
    let panel = try Cohort.plain.get().panel
    let (dataset, ended) = try extract(["--panel", panel, "--tables", "beats,intervals"])
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(
      try columns(dataset, "beats") == ["patient_id", "recording", "sample", "seconds", "type"])
    let lines = try String(contentsOfFile: panel, encoding: .utf8).split(separator: "\n")
    guard let beats = try dataset.rows("beats"), let intervals = try dataset.rows("intervals"),
      let genes = try dataset.rows("genes")
    else { return }
    #expect(intervals.count == 2 * lines.count && !genes.isEmpty)
    // Beats of the recording are those of the simulation, within a beat at either end.
    let truth = try Cohort.plain.get().truth()[0]["ecg"]?.elements?[0]
    let found = beats.count { $0["patient_id"]?.text == "P0000001" }
    let real = try #require(truth?["beats"]?.int)
    #expect(abs(found - real) <= 2, "\(found) of \(real) beats")
    #expect(beats.allSatisfy { $0["type"]?.text == "N" })
  }

  @Test(arguments: [
    (["--groups", "ecg.qt"], "no group fits 'ecg.qt'"), (["--exclude", "cnv"], "no group fits"),
    (["--tables", "beat"], "no table 'beat'"), (["--exclude", "*"], "no group is left"),
    (["--carry", "age,age"], "twice"), (["--workers", "0"], "--workers"),
    (["--part-patients", "-1"], ""), (["--format", "csv"], ""), (["--memory", "lots"], ""),
    (["--format", "arrow", "--resume"], "a stream has no --resume"),
  ])
  func `that cannot be followed are wrong usage, with what there is`(
    flags: [String], words: String
  ) throws {
    let (dataset, ended) = try extract(flags)
    #expect(ended.status == 2 && (words.isEmpty || ended.errors.contains(words)), "\(ended.errors)")
    #expect(!FileManager.default.fileExists(atPath: dataset.folder))
  }

  @Test(arguments: [
    (#"{"group": ["ecg"]}"#, "unknown setting 'group'"), (#"{"groups": "ecg"}"#, "list of texts"),
    (#"{"workers": 0}"#, "above 0"), ("{", "no JSON at byte"), ("[]", "not a JSON object"),
  ])
  func `of a file that cannot be followed are wrong usage`(text: String, words: String) throws {
    let path = Fixtures.scratch("config").path + "/config.json"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let (_, ended) = try extract(["--config", path])
    #expect(ended.status == 2 && ended.errors.contains(words), "\(ended.errors)")
  }

  @Test(arguments: ["status", "ecg", "aln", "reasons"])
  func `cannot carry a column that the table has`(name: String) throws {
    let path = Fixtures.scratch("carry").path + "/cohort.csv"
    try "patient_id,\(name)\na,\n".write(toFile: path, atomically: true, encoding: .utf8)
    let ended = try Command.run(["extract", path, "-o", path + ".out", "--carry", name])
    #expect(ended.status == 2 && ended.errors.contains("cannot be carried"), "\(ended.errors)")
  }
}
