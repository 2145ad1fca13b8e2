import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// What may be read by whoever reads logs: never who a patient is, nor what its files hold.
@Suite struct `Standard error` {
  /// Ids, samples' names, the patients' folders, read names and file names of the cohorts.
  static let secrets = [
    "P00000", "S00000", "not_in_the_file", "patients/", "SIM:", ".bam", ".cram", "calls.", ".dat",
    "cut.vcf", "cohort.vcf", "north", "south",
  ]

  @Test(arguments: [[], ["--log-json"], ["--workers", "1"], ["--groups", "var,hrv"]])
  func `names no patient, no sample, no file and no content`(flags: [String]) throws {
    let dataset = Dataset()
    let ended = try Command.run(Cohort.faulty.get().extract(into: dataset.folder, flags))
    #expect(ended.status == 3 && ended.errors.contains("manifest line "))
    #expect(ended.output.isEmpty)
    for secret in Self.secrets { #expect(!ended.errors.contains(secret), "\(secret)") }
    #expect(!ended.errors.contains { $0 == "\r" || $0 == "\u{1B}" }, "no bar where nobody looks")
    let names = FileManager.default.enumerator(atPath: dataset.folder)?.compactMap { $0 as? String }
    #expect(names?.contains { $0.contains("P00000") || $0.contains("S00000") } == false)
    let run = try dataset.text("run.json")
    #expect(!run.contains("P00000") && !run.contains("S00000"))
  }

  @Test func `tells each fault by line, input, cause and place`() throws {
    let ended = try Command.run(Cohort.faulty.get().extract(into: Dataset().folder))
    let warnings = ended.errors.split(separator: "\n").filter { $0.hasPrefix("warning: ") }
    // The simulated panel is of no build, which is said first and once.
    #expect(warnings.count == 11 && warnings[0].hasPrefix("warning: the panel says no assembly"))
    let lines = warnings.dropFirst()
    for (line, number) in zip(lines, stride(from: 3, through: 21, by: 2)) {
      #expect(line.hasPrefix("warning: manifest line \(number), "), "\(line)")
    }
    #expect(
      lines.contains { $0.contains(", alignment, BAM: checksum_mismatch at virtual offset ") })
    #expect(lines.contains { $0.contains(", ecg[0], WFDB: truncated at sample ") })
  }

  @Test func `is one JSON object a line where asked, from the first line to the last`() throws {
    let cohort = try Cohort.faulty.get()
    let dataset = Dataset()
    let run = try Command.run(cohort.extract(into: dataset.folder, ["--log-json"]))
    // A second run into the same folder is refused; a run without a manifest, too.
    let refused = try Command.run(cohort.extract(into: dataset.folder, ["--log-json"]))
    let absent = try Command.run(["extract", "none.csv", "-o", dataset.folder, "--log-json"])
    #expect(run.status == 3 && refused.status == 1 && absent.status == 1)
    for ended in [run, refused, absent] {
      let lines = try jsonLines(in: ended.errors)
      #expect(!lines.isEmpty)
      for line in lines {
        #expect(line["ts"]?.text?.hasSuffix("Z") == true)
        #expect(["info", "warning", "error"].contains(line["level"]?.text))
        #expect(line["msg"]?.text?.isEmpty == false)
      }
    }
    #expect(try jsonLines(in: run.errors).count { $0["level"]?.text == "warning" } == 11)
    #expect(try jsonLines(in: refused.errors).last?["level"]?.text == "error")
  }

  @Test func `names no id of a manifest at fault`() throws {
    let path = Fixtures.scratch("ids").path + "/cohort.csv"
    try "patient_id,sample,sex\nJane-1950,Smith,male\nJane-1950,Smith,x\n Jane,Smith,\n".write(
      toFile: path, atomically: true, encoding: .utf8)
    let ended = try Command.run(["extract", path, "-o", path + ".out"])
    #expect(ended.status == 1)
    #expect(!ended.errors.contains("Jane") && !ended.errors.contains("Smith"), "\(ended.errors)")
  }
}
