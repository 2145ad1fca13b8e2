import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// A dataset that a later manifest's patients are added to.
@Suite struct `Appending` {
  private func halves() throws -> (first: String, second: String, all: [String]) {
    let cohort = try Cohort.plain.get()
    let lines = try cohort.lines()
    return (
      try cohort.manifest("first.csv", Array(lines.prefix(5))),
      try cohort.manifest("second.csv", [lines[0]] + lines[5...7]),
      lines.dropFirst().prefix(7).map { String($0.prefix { $0 != "," }) }
    )
  }

  @Test func `adds patients and refuses ids that are in use and another dictionary`() throws {
    let (first, second, ids) = try halves()
    let dataset = Dataset()
    let rest = ["-o", dataset.folder, "--carry", "age,site", "--exclude", "ecg.spectrum", "-q"]
    #expect(try Command.run(["extract", second, "--append"] + rest).status == 1, "nothing there")
    #expect(try Command.run(["extract", first] + rest).status == 0)
    let before = try dataset.bytes()

    let again = try Command.run(["extract", second] + rest)
    #expect(again.status == 1 && again.errors.contains("holds results already"))
    let other = try Command.run(["extract", second, "--append"] + rest.dropLast(3) + ["-q"])
    #expect(other.status == 1 && other.errors.contains("has other columns"))
    #expect(other.errors.contains("ecg.spectrum"))
    #expect(try dataset.bytes() == before)

    let added = try Command.run(["extract", second, "--append"] + rest)
    #expect(added.status == 0, "\(added.errors)")
    let after = try dataset.bytes()
    #expect(before.allSatisfy { after[$0.key] == $0.value } && after.count > before.count)
    #expect(try Command.run(["verify", dataset.folder]).status == 0)
    if let rows = try dataset.rows("patients") {
      #expect(rows.compactMap { $0["patient_id"]?.text } == ids)
    }
    #expect(try dataset.json("run.json")["patients"]?["ok"]?.int == 7)

    let lines = try Cohort.plain.get().lines()
    let used = try Cohort.plain.get().manifest(
      "third.csv", [lines[0], "new,,,,,,,,,,,,"] + lines[7...8])
    let refused = try Command.run(["extract", used, "--append"] + rest)
    #expect(refused.status == 1 && refused.errors.contains("at its line 3:"), "\(refused.errors)")
    #expect(try dataset.bytes() == after)
  }

  @Test func `is gone on with after a kill`() throws {
    let (first, second, ids) = try halves()
    let dataset = Dataset()
    let rest = ["-o", dataset.folder, "--carry", "age,site", "--groups", "aln.flagstat,var", "-q"]
    #expect(try Command.run(["extract", first] + rest).status == 0)
    let more = rest + ["--append", "--resume"]
    let run = try Command(["extract", second] + more)
    while run.isRunning,
      !FileManager.default.fileExists(atPath: dataset.folder + "/_state/dataset-g002.json")
    { usleep(500) }
    run.send(SIGKILL)
    _ = run.end()
    let ended = try Command.run(["extract", second] + more)
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(try Command.run(["verify", dataset.folder]).status == 0)
    if let rows = try dataset.rows("patients") {
      #expect(rows.compactMap { $0["patient_id"]?.text } == ids)
    }
  }
}
