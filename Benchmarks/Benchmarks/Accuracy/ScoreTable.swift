import ChordaeKernels
import Foundation

/// Scores of records: gross sums over all beats, and averages over records.
struct ScoreTable {
  private let title: String
  private let printsRecords: Bool
  private var sum = BeatScore()
  private var sensitivities: [Double] = []
  private var predictivities: [Double] = []

  /// A table without records; where it does not print all, it prints those with errors.
  init(_ title: String, printsRecords: Bool) {
    self.title = title
    self.printsRecords = printsRecords
    print("\n\(title)")
  }

  /// Adds a record's score.
  mutating func add(_ name: String, _ score: BeatScore) {
    sum += score
    sensitivities.append(score.sensitivity)
    predictivities.append(score.positivePredictivity)
    guard printsRecords || score.missed + score.extra > 0 else { return }
    print(
      "  \(name): \(score.matched + score.missed) beats, \(score.missed) missed, "
        + "\(score.extra) extra")
  }

  /// Prints sums and averages, and whether all beats of the whole database were there.
  func printSums(published: Int? = nil, ofRecords count: Int = 0) {
    let beats = sum.matched + sum.missed
    let records = sensitivities.count
    print("  \(records) records, \(beats) beats, \(sum.missed) missed, \(sum.extra) extra")
    print("  gross: Se \(percent(sum.sensitivity)), PPV \(percent(sum.positivePredictivity))")
    print("  average: Se \(percent(mean(sensitivities))), PPV \(percent(mean(predictivities)))")
    guard let published else { return }
    if records == count {
      print("  published total \(published): \(beats == published ? "equal" : "NOT equal")")
    } else {
      print("  published total \(published) is of \(count) records: not compared")
    }
  }

  private func mean(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }

  private func percent(_ value: Double) -> String { String(format: "%.3f %%", value) }
}
