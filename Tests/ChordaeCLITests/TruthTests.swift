import ChordaeCore
import ChordaeTestSupport
import Foundation
import Testing

/// The whole line, from the command's simulation to what pyarrow reads, against what was simulated.
@Suite struct `A simulated cohort` {
  private static let rows = Result { () throws -> [(row: JSONValue, truth: JSONValue)]? in
    let dataset = Dataset()
    let cohort = try Cohort.plain.get()
    let ended = try Command.run(cohort.extract(into: dataset.folder, ["-q"]))
    try #require(ended.status == 0, "\(ended.errors)")
    return try dataset.rows("patients").map { Array(zip($0, try cohort.truth())) }
  }

  @Test func `gives its counts of reads and calls`() throws {
    guard let rows = try Self.rows.get() else { return }
    #expect(rows.count == 12)
    for (row, truth) in rows {
      #expect(row["patient_id"] == truth["patient_id"] && row["status"]?.text == "ok")
      var compared = 0
      for (group, suffix) in [("flagstat", ""), ("flagstat_qcfail", "_qcfail")] {
        guard case .object(let counters)? = truth["alignment"]?[group] else { continue }
        for (key, count) in counters {
          #expect(row["aln.flagstat.\(key)\(suffix)"] == count, "\(key)\(suffix)")
          compared += 1
        }
      }
      guard case .object(let counters)? = truth["variants"] else { continue }
      // Haploid genotypes are counted apart in the truth alone.
      for (key, count) in counters where count.int != nil && !key.hasPrefix("n_hap") {
        #expect(row["var.stats.\(key)"] == count, "\(key)")
        compared += 1
      }
      #expect(compared == 16 * 2 + 8)
    }
  }

  @Test func `gives its depth and its heart's rhythm`() throws {
    guard let rows = try Self.rows.get() else { return }
    for (row, truth) in rows {
      let depth = try #require(number(truth["alignment"]?["mean_depth"]))
      #expect(abs(try #require(number(row["aln.coverage.mean"])) - depth) < 1e-5 * depth)
      let calls = try #require(number(truth["variants"]?["average_depth"]))
      #expect(abs(try #require(number(row["var.stats.average_depth"])) - calls) < 1e-4)
      let place = row["ecg.recordings.rhythm_source"]?.int ?? -1
      let ecg = try #require(truth["ecg"]?.elements?[place])
      let rate = try #require(number(ecg["heart_rate"]))
      #expect(abs(try #require(number(row["ecg.rhythm.heart_rate"])) - rate) < 2)
    }
  }

  private func number(_ value: JSONValue?) -> Double? {
    switch value {
    case .number(let number)?: number
    case .integer(let integer)?: Double(integer)
    default: nil
    }
  }
}
