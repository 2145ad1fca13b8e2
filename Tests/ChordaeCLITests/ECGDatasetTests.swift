import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// Records of unusual but legal form, and what `Tests/Oracles/ecg_dataset.py` makes of them.
@Suite struct ECGDatasetTests {
  private static let script = Fixtures.root.appending(path: "Tests/Oracles/ecg_dataset.py")
    .path(percentEncoded: false)

  /// The folder of the records with their manifest; nil without Python.
  private static let records: String? = {
    guard let python = Oracle.python else { return nil }
    let folder = Fixtures.scratch("ecg-records").path(percentEncoded: false)
    let made = Oracle.run(python, [script, "make", folder])
    if made.status != 0 { Issue.record("\(made.errors)") }
    return folder
  }()

  private func extract(_ records: String, _ more: [String] = []) throws -> Dataset {
    let dataset = Dataset()
    let ended = try Command.run(
      ["extract", records + "/cohort.jsonl", "-o", dataset.folder, "--tables", "beats"] + more)
    #expect(ended.status == 3, "\(ended.errors)")
    return dataset
  }

  private func compare(_ records: String, _ dataset: Dataset, _ more: [String] = []) -> String {
    let answer = Oracle.run(
      Oracle.python ?? "", [Self.script, "compare", records, dataset.folder] + more)
    return answer.text + answer.errors
  }

  /// What a table says in one column, by `patient` or `patient/recording`.
  private func values(
    _ dataset: Dataset, _ table: String, _ column: String
  ) throws -> [String: JSONValue] {
    var values: [String: JSONValue] = [:]
    for row in try #require(try dataset.rows(table)) {
      let place = row["recording"]?.int.map { "/\($0)" } ?? ""
      values[(row["patient_id"]?.text ?? "") + place] = row[column] ?? .null
    }
    return values
  }

  private func reasons(_ dataset: Dataset) throws -> [String: [String]] {
    try jsonLines(in: dataset.text("failures.jsonl")).reduce(into: [:]) {
      $0[$1["patient_id"]?.text ?? "", default: []].append($1["reason"]?.text ?? "")
    }
  }

  @Test func `Detected beats and all figures are those of wfdb, numpy and scipy`() throws {
    guard let records = Self.records else { return }
    let dataset = try extract(records)
    #expect(compare(records, dataset).hasPrefix("6 recordings, 20 leads, "))
    #expect(try reasons(dataset) == ["breath": ["no_signal"]])
    let status = try values(dataset, "recordings", "status")
    #expect(status["heart/2"] == .string("no_signal"))
    #expect(status["breath/0"] == .string("no_signal"))
    // The latest recording is a flat line: it has a rate and a length, and no figure of a signal.
    for (group, place) in [("signal", 2), ("rhythm", 0), ("hrv_time", 1), ("spectrum", 0)] {
      let source = try values(dataset, "patients", "ecg.recordings.\(group)_source")
      #expect(source["heart"] == .integer(Int64(place)), "\(group)")
    }
  }

  @Test func `Annotated beats are wfdb's, and a faulty annotation file costs only them`() throws {
    guard let records = Self.records else { return }
    let dataset = try extract(records, ["--annotator", "atr"])
    #expect(compare(records, dataset, ["annotated"]).hasPrefix("4 recordings, 18 leads, "))
    #expect(
      try reasons(dataset) == [
        "breath": ["no_signal"], "cut": ["truncated"], "bare": ["annotator_not_found"],
      ])
    let status = try values(dataset, "recordings", "status")
    #expect(status["cut/0"] == .string("partial") && status["bare/0"] == .string("partial"))
    let rate = try values(dataset, "recordings", "ecg.rhythm.heart_rate")
    let power = try values(dataset, "recordings", "ecg.spectrum.ii.power_5_15hz")
    let nulls = try values(dataset, "recordings", "reasons")
    #expect(rate["bare/0"] == .null && power["bare/0"] != .null)
    #expect(nulls["bare/0"]?.text?.contains("ecg.rhythm=annotator_not_found;") == true)
  }

  @Test func `A run's inputs are all files of its recordings`() throws {
    guard let records = Self.records else { return }
    let dataset = try extract(records, ["--annotator", "atr"])
    let parts = try FileManager.default.contentsOfDirectory(
      atPath: dataset.folder + "/_state/parts")
    let text = try parts.map { try dataset.text("_state/parts/\($0)") }.joined()
    for name in [
      "frames.hea", "frames_a.dat", "frames_b.dat", "frames.atr", "holter.dat", "bare.atr",
    ] {
      #expect(text.contains("/\(name)\""), "\(name)")
    }
    #expect(!text.contains("/frames.dat\""))
  }

  @Test func `Annotators and lead places that fit no recording end the run`() throws {
    guard let records = Self.records else { return }
    for setting in [["--annotator", "../x"], ["--annotator", "a.b"], ["--ecg-leads", "#0"]] {
      let folder = Dataset().folder
      let ended = try Command.run(
        ["extract", records + "/cohort.jsonl", "-o", folder] + setting)
      #expect(ended.status == 2 && !FileManager.default.fileExists(atPath: folder))
    }
  }
}
