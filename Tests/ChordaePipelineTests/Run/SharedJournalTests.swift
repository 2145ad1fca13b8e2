import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

@testable import ChordaePipeline

/// The journal names whose files are open; a row from a shared call set's block opens none.
@Test func `the journal has lines of patients with files of their own alone`() throws {
  let folder = Fixtures.scratch("journal").path(percentEncoded: false)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  func write(_ text: String, to name: String) throws {
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
  }
  func calls(_ samples: [String]) -> String {
    let record = "1\t5\t.\tA\tG\t.\tPASS\t.\tGT" + samples.map { _ in "\t0/1" }.joined()
    return GeneratedCallSet.header + "\tFORMAT\t\(samples.joined(separator: "\t"))\n\(record)\n"
  }
  try write(calls(["a", "b"]), to: "shared.vcf")
  try write(calls(["c"]), to: "own.vcf")
  try write(
    "patient_id,variants\na,shared.vcf\nb,shared.vcf\nc,own.vcf\nd,\n", to: "cohort.csv")
  var settings = RunSettings()
  settings.groups = ["var.stats"]
  let extraction = try Extraction(manifest: folder + "/cohort.csv", settings: settings)
  let report = try extraction.run(into: folder + "/dataset")
  #expect(report.ok == 4)
  let journal = try String(
    contentsOfFile: folder + "/dataset/_state/journal-00001-of-00001-a0001.jsonl", encoding: .utf8)
  let lines = try journal.split(separator: "\n").map { try JSONParser.parse(Array($0.utf8)) }
  #expect(lines.compactMap { $0["begin"]?.int } == [2])
  #expect(lines.compactMap { $0["end"]?.int } == [2])
}
