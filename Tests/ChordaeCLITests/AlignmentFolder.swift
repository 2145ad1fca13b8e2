import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// A folder of small alignments made by samtools from SAM text, and the manifest that names them.
struct AlignmentFolder {
  let path: String
  /// Each patient's alignment and reference, in the order of the manifest.
  private var entries: [(patient: String, alignment: String, reference: String)] = []

  static let header = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:c1\tLN:100000\n@SQ\tSN:c2\tLN:500\n"

  init(_ name: String = #function) {
    path = Fixtures.scratch(name).path(percentEncoded: false)
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file into the folder and gives its path.
  func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: file(name), atomically: true, encoding: .utf8)
    return file(name)
  }

  /// Converts SAM text with `samtools view`; `options` name the format.
  func convert(_ text: String, to name: String, _ options: [String] = ["-b"]) throws -> String {
    let sam = try write(text, to: name + ".sam")
    try tool("samtools", ["view", "--no-PG", "-o", file(name)] + options + [sam])
    return file(name)
  }

  func tool(_ program: String, _ arguments: [String]) throws {
    let ended = Oracle.run(program, arguments)
    try #require(ended.status == 0, "\(program) \(arguments): \(ended.errors)")
  }

  /// Writes a changed copy of a file and gives its path.
  func copy(
    _ source: String, to name: String, _ change: (inout Data) -> Void
  ) throws -> String {
    var bytes = try Data(contentsOf: URL(filePath: source))
    change(&bytes)
    try bytes.write(to: URL(filePath: file(name)))
    return file(name)
  }

  mutating func add(_ patient: String, _ alignment: String, reference: String = "") {
    entries.append((patient, alignment, reference))
  }

  /// Runs `extract` over the patients so far, each on a line of its own from the second on.
  func extract(
    _ more: [String] = [], environment: [String: String] = [:]
  ) throws -> AlignmentRun {
    let lines = entries.map { "\($0.patient),\($0.alignment),\($0.reference)" }
    let manifest = try write(
      (["patient_id,alignment,reference"] + lines).joined(separator: "\n") + "\n",
      to: "manifest.csv")
    let dataset = Dataset()
    let ended = try Command.run(
      ["extract", manifest, "-o", dataset.folder] + more, environment: environment)
    return AlignmentRun(
      ended: ended, dataset: dataset, patients: entries.map(\.patient),
      failures: try jsonLines(in: dataset.text("failures.jsonl")),
      rows: try dataset.rows("patients"))
  }

  /// A line of a mapped, unpaired read without bases.
  static func read(
    _ position: Int, on contig: String = "c1", cigar: String = "50M", flag: Int = 0,
    name: String = "r"
  ) -> String {
    "\(name)\t\(flag)\t\(contig)\t\(position)\t60\t\(cigar)\t*\t0\t0\t*\t*\n"
  }
}

/// What a run over an `AlignmentFolder` left.
struct AlignmentRun {
  let ended: Command.Ending
  let dataset: Dataset
  let patients: [String]
  let failures: [JSONValue]
  /// The rows of the patients; nil without Python.
  let rows: [JSONValue]?

  func failure(of patient: String) -> JSONValue? {
    failures.first { $0["patient_id"]?.text == patient }
  }

  /// The lines that standard error has for a patient.
  func warnings(of patient: String) -> [String] {
    guard let index = patients.firstIndex(of: patient) else { return [] }
    let opening = "warning: manifest line \(index + 2), "
    return ended.errors.split(separator: "\n").map(String.init).filter { $0.hasPrefix(opening) }
  }

  /// Holds a patient to a fault: its only failure, its line on standard error, its row.
  ///
  /// The place must match a regular expression in full.
  func expectFault(
    of patient: String, _ format: String?, _ reason: String, at place: String?, _ detail: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let told = self.failure(of: patient)
    let failure = try #require(told, sourceLocation: sourceLocation)
    #expect(failure["reason"]?.text == reason, sourceLocation: sourceLocation)
    #expect(failure["detail"]?.text == detail, sourceLocation: sourceLocation)
    #expect(failure["source"]?.text == "alignment", sourceLocation: sourceLocation)
    #expect(failure["format"]?.text == format, sourceLocation: sourceLocation)
    let found = failure["place"]?.text
    let fits = try place.map { try found?.wholeMatch(of: Regex($0)) != nil } ?? (found == nil)
    #expect(fits, "place \(found ?? "none")", sourceLocation: sourceLocation)
    let line = try #require(patients.firstIndex(of: patient), sourceLocation: sourceLocation) + 2
    let subject = format.map { "alignment, \($0)" } ?? "alignment"
    let spot = found.map { " at \($0)" } ?? ""
    #expect(
      warnings(of: patient) == [
        "warning: manifest line \(line), \(subject): \(reason)\(spot): \(detail)"
      ],
      sourceLocation: sourceLocation)
    guard let row = row(of: patient) else { return }
    #expect(row["status"]?.text == "failed", sourceLocation: sourceLocation)
    let reasons = (row["reasons"]?.text ?? "").split(separator: ";")
    #expect(reasons.contains("aln=\(reason)"), sourceLocation: sourceLocation)
    #expect(row["aln.flagstat.total"] == .null, sourceLocation: sourceLocation)
  }

  /// A patient's row; nil without Python.
  func row(of patient: String) -> JSONValue? {
    rows?.first { $0["patient_id"]?.text == patient }
  }
}
