import ChordaeCore
import ChordaeSimulation
import ChordaeTestSupport
import Foundation

/// A cohort that the tests of one kind share, with its truth.
struct SimulatedCohort {
  let folder: URL
  /// One object a patient, in order.
  let truth: [JSONValue]

  init(patients: Int, seed: UInt64 = 11, options: SimulationOptions, name: String) throws {
    folder = Fixtures.scratch(name)
    let cohort = CohortSimulation(patients: patients, seed: seed, options: options)
    try cohort.write(to: folder.path(percentEncoded: false))
    let text = try String(contentsOf: folder.appending(path: "truth.jsonl"), encoding: .utf8)
    truth = try text.split(separator: "\n").map { try JSONParser.parse(Array($0.utf8)) }
  }

  /// The path of a file of the cohort.
  func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

  /// The path of a patient's file, patients counted from 0.
  func file(_ patient: Int, _ name: String) -> String {
    path("patients/\(truth[patient]["patient_id"]?.text ?? "")/\(name)")
  }

  func has(_ patient: Int, _ name: String) -> Bool {
    FileManager.default.fileExists(atPath: file(patient, name))
  }

  /// The patient's alignment file.
  func alignment(_ patient: Int) -> String {
    file(patient, has(patient, "reads.cram") ? "reads.cram" : "reads.bam")
  }

  /// Small enough for a test that is not optimised, large enough to hold every kind of record.
  static let small: SimulationOptions = {
    var options = SimulationOptions()
    options.referenceLength = 24_000
    options.depth = 12
    options.samplingFrequency = 250
    options.longECGSeconds = 30
    return options
  }()

  /// Eight patients with files of every kind.
  static let plain: SimulatedCohort? = try? SimulatedCohort(
    patients: 8, options: small, name: "plain")
}

/// Columns of a tool's lines that begin with a word.
func rows(_ text: String, beginning word: String) -> [[Substring]] {
  text.split(separator: "\n").filter { $0.hasPrefix(word + "\t") }.map {
    $0.split(separator: "\t", omittingEmptySubsequences: false)
  }
}

/// A tool's label as a column's word: lower case, each run of other characters one `_`.
func word(_ label: String) -> String {
  label.lowercased().map { $0.isLetter || $0.isNumber ? $0 : " " }.split(separator: " ")
    .map { String($0) }.joined(separator: "_")
}
