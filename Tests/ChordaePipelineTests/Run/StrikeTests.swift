import ChordaeCore
import ChordaeFeatures
import ChordaeSimulation
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaePipeline

/// A feature that kills the process over recordings of another length than ten seconds.
private struct DeadlyFeature: ECGFeature {
  static let group = FeatureGroup("ecg.deadly", from: .ecg, ECGSignal.group.columns)
  private let signal: ECGSignal
  init(_ context: ECGContext) { signal = ECGSignal(context) }

  func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    if ecg.duration != 10 { print([Int]()[ecg.recording.leads.count]) }
    signal.measure(ecg, into: &output)
  }
}

/// Patients whose inputs kill the process, in processes of their own.
@Suite struct `A patient that kills the process` {
  /// Eight patients of ten seconds, of whom the fourth has a recording of seven.
  private static let manifest = Result { () throws -> String in
    let folder = Fixtures.scratch("strikes").path(percentEncoded: false)
    var options = SimulationOptions.light
    options.longECGEvery = 0
    options.depth = 0
    try CohortSimulation(patients: 8, seed: 4, options: options).write(to: folder)
    try FileManager.default.removeItem(atPath: folder + "/patients/P0000004")
    options.ecgSeconds = 7
    let other = folder + "/other"
    try CohortSimulation(patients: 4, seed: 4, options: options).write(to: other)
    try FileManager.default.moveItem(
      atPath: other + "/patients/P0000004", toPath: folder + "/patients/P0000004")
    return folder + "/manifest.csv"
  }

  @Test func `is left out after its strikes, and the others are all there`() async throws {
    let dataset = Fixtures.scratch("quarantine").path(percentEncoded: false) + "/dataset"
    let manifest = try Self.manifest.get()
    for strike in 1...3 {
      await #expect(processExitsWith: .failure, "strike \(strike)") {
        [manifest = manifest as String, dataset = dataset as String] in
        _ = try Self.extract(manifest, dataset)
      }
    }
    let report = try Self.extract(manifest, dataset)
    #expect(report.exitStatus == .finishedWithFailures)
    #expect((report.ok, report.failed, report.quarantined) == (7, 1, 1))
    let failures = try String(contentsOfFile: dataset + "/failures.jsonl", encoding: .utf8)
    let failure = try JSONParser.parse(Array(failures.utf8.dropLast()))
    #expect(failure["patient_id"]?.text == "P0000004" && failure["reason"]?.text == "quarantined")
    let verified = try DatasetVerification.verify(DatasetLayout(dataset))
    #expect(verified.status == .finishedWithFailures && verified.patients.quarantined == 1)

    // From the second attempt on, those that were in hand run first, each alone.
    for attempt in 2...3 {
      let journal = try Self.journal(dataset, attempt)
      let crash = try #require(journal.firstIndex { $0["crash"] != nil })
      #expect(journal[crash]["row"]?.int == 3)
      for (begin, end) in zip(journal[1..<crash], journal[2...crash]) where begin["begin"] != nil {
        #expect(end["end"] == begin["begin"] || end["crash"] != nil)
      }
    }
    let last = try Self.journal(dataset, 4)
    #expect(!last.contains { $0["begin"]?.int == 3 })
    if let python = Oracle.python {
      let script = Fixtures.root.appending(path: "Tests/Oracles/dataset.py")
      let rows = Oracle.run(
        python, [script.path(percentEncoded: false), "rows", dataset, "patients"])
      let row = rows.text.split(separator: "\n").first { $0.contains("P0000004") }
      #expect(row?.contains("\"failed\"") == true && row?.contains("ecg=quarantined") == true)
    }
  }

  private static func extract(_ manifest: String, _ dataset: String) throws -> ExtractionReport {
    var settings = RunSettings()
    settings.carry = ["age", "site"]
    settings.workers = 3
    settings.partPatients = 4
    let extraction = try Extraction(
      manifest: manifest, settings: settings, FeatureSelection(ecg: [DeadlyFeature.self]))
    var options = DatasetOptions()
    options.resumes = true
    return try extraction.run(into: dataset, options: options)
  }

  /// The lines of an attempt's journal.
  private static func journal(_ dataset: String, _ attempt: Int) throws -> [JSONValue] {
    let path = "\(dataset)/_state/journal-00001-of-00001-a000\(attempt).jsonl"
    return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      try JSONParser.parse(Array($0.utf8))
    }
  }
}
