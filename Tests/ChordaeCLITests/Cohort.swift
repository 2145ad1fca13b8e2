import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// A simulated cohort on the disk, made by the command.
struct Cohort {
  let folder: String
  var manifest: String { folder + "/manifest.csv" }
  var panel: String { folder + "/panel.bed" }

  /// A cohort of tiny patients.
  init(patients: Int, seed: Int = 5, _ more: [String] = []) throws {
    folder = Fixtures.scratch("cohort").path(percentEncoded: false)
    let ended = try Command.run(
      ["simulate", "--patients", "\(patients)", "--seed", "\(seed)", "--light", "-o", folder]
        + ["--depth", "1", "--ecg-seconds", "5"] + more)
    try #require(ended.status == 0, "\(ended.errors)")
  }

  /// Twelve patients without a fault; shared by all tests that change nothing in it.
  static let plain = Result { try Cohort(patients: 12) }
  /// Twenty patients, every second with another fault: each kind of fault once.
  static let faulty = Result { try Cohort(patients: 20, seed: 8, ["--fault-every", "2"]) }
  /// Twelve patients of one joint call set.
  static let joint = Result { try Cohort(patients: 12, seed: 6, ["--shared-variants"]) }

  /// The arguments of a run over the whole cohort.
  func extract(into dataset: String, _ more: [String] = []) -> [String] {
    ["extract", manifest, "-o", dataset, "--panel", panel, "--carry", "age,site"] + more
  }

  /// The manifest's lines, its header first.
  func lines() throws -> [String] {
    try String(contentsOfFile: manifest, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  /// Writes another manifest beside the cohort's own and returns its path.
  func manifest(_ name: String, _ lines: [String]) throws -> String {
    let path = "\(folder)/\(name)"
    try (lines.joined(separator: "\n") + "\n").write(
      toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// The truth, a patient an object.
  func truth() throws -> [JSONValue] { try jsonLines(of: folder + "/truth.jsonl") }
}

/// The objects of a file of JSON lines.
func jsonLines(of path: String) throws -> [JSONValue] {
  try jsonLines(in: String(contentsOfFile: path, encoding: .utf8))
}

/// The objects of a text of JSON lines.
func jsonLines(in text: String) throws -> [JSONValue] {
  try text.split(separator: "\n").map { try JSONParser.parse(Array($0.utf8)) }
}
