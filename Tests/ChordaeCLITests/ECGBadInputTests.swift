import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// A minute of ECG at 75 beats a minute, and each way in which a file can spoil it: what becomes of the
/// recording, which fault is reported, and what of the heart rate is left.
@Suite struct `An ECG that is bad` {
  private static let run = Result { () throws -> [String: Outcome] in
    let folder = Fixtures.scratch("bad-ecg").path(percentEncoded: false)
    let cases = BadRecord.cases
    for record in cases { try record.write(to: folder) }
    let lines = cases.map { "\($0.name),\($0.name).hea" }
    try (["patient_id,ecg"] + lines).joined(separator: "\n").appending("\n")
      .write(toFile: folder + "/cohort.csv", atomically: true, encoding: .utf8)
    let dataset = Dataset()
    let ended = try Command.run(["extract", folder + "/cohort.csv", "-o", dataset.folder])
    try #require(ended.status == 3, "\(ended.errors)")
    var outcomes: [String: Outcome] = [:]
    for failure in try jsonLines(in: dataset.text("failures.jsonl")) {
      outcomes[failure["patient_id"]?.text ?? "", default: Outcome()].faults
        .append(failure["reason"]?.text ?? "")
    }
    for row in try dataset.rows("recordings") ?? [] {
      outcomes[row["patient_id"]?.text ?? "", default: Outcome()].row = row
    }
    return outcomes
  }

  struct Outcome {
    var faults: [String] = []
    /// Of the table `recordings`; nil without Python.
    var row: JSONValue?
  }

  @Test(arguments: BadRecord.cases)
  func `gives its status, its faults and what is left`(_ record: BadRecord) throws {
    guard Oracle.python != nil else { return }
    let outcome = try #require(try Self.run.get()[record.name])
    let row = try #require(outcome.row)
    #expect(row["status"] == .string(record.status))
    #expect(outcome.faults == record.faults)
    let rate: Double? =
      if case .number(let number)? = row["ecg.rhythm.heart_rate"] { number } else { nil }
    switch record.rate {
    case .known:
      #expect(abs((rate ?? 0) - 75) < 0.5, "\(rate ?? .nan)")
      #expect(abs((row["ecg.ectopy.beat_count"]?.int ?? 0) - record.beats) <= 1)
    case .null(let reason):
      #expect(rate == nil)
      let reasons = row["reasons"]?.text?.split(separator: ";").map(String.init) ?? []
      let covering = reasons.filter { entry in
        let id = entry.prefix { $0 != "=" }
        return id == "ecg.rhythm.heart_rate" || "ecg.rhythm.heart_rate".hasPrefix(id + ".")
      }
      #expect(covering.count == 1 && covering.first?.hasSuffix("=" + reason) == true, "\(reasons)")
    case .anything: break
    }
    if let quality = record.quality {
      #expect(row["ecg.quality.overall"] == .string(quality))
    }
    if let isPlausible = record.isPlausible {
      #expect(row["ecg.voltage.is_plausible"] == .bool(isPlausible))
    }
  }

  @Test func `tells how many samples were declared and read`() throws {
    guard Oracle.python != nil else { return }
    let outcomes = try Self.run.get()
    for (name, read, declared) in [
      ("clean", 15_000, 15_000), ("truncated", 10_000, 15_000), ("longer", 10_000, 10_000),
      ("absurd", 15_000, 1 << 40),
    ] {
      #expect(outcomes[name]?.row?["ecg.signal.sample_count"]?.int == read, "\(name)")
      #expect(outcomes[name]?.row?["ecg.signal.declared_count"]?.int == declared, "\(name)")
    }
  }
}
