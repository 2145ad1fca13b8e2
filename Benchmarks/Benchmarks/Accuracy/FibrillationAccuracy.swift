import ChordaeKernels
import Foundation

/// How windows of 30 intervals that the engine takes for atrial fibrillation agree with cardiologists'
/// rhythms.
enum FibrillationAccuracy {
  /// Windows counted by what they are and what they are taken for.
  private struct Tally {
    var fibrillating = 0
    var found = 0
    var others = 0
    var wrong = 0

    static func += (sum: inout Tally, other: Tally) {
      sum.fibrillating += other.fibrillating
      sum.found += other.found
      sum.others += other.others
      sum.wrong += other.wrong
    }

    var text: String {
      String(
        format: "%d windows of fibrillation, %.1f %% found; %d others, %.1f %% not taken for it",
        fibrillating, 100 * Double(found) / Double(max(1, fibrillating)), others,
        100 - 100 * Double(wrong) / Double(max(1, others)))
    }
  }

  /// All records of a folder whose annotations name rhythms: by annotated beats, and by the engine's.
  static func printFolder(_ title: String, _ folder: RecordFolder) throws {
    print("\n\(title), atrial fibrillation, windows of 30 intervals of one rhythm")
    var (annotated, own, count) = (Tally(), Tally(), 0)
    for record in folder.records(annotated: "atr") {
      let truth = try ReferenceBeats(record, annotator: "atr")
      guard !truth.rhythms.isEmpty else { continue }
      let found = try EngineBeats(record, leads: [])
      let frequency = found.samplingFrequency
      let byTruth = tally(truth.samples, truth.types, frequency, truth)
      let byEngine = tally(found.samples, found.types, frequency, truth)
      annotated += byTruth
      own += byEngine
      count += 1
      guard byEngine.found < byEngine.fibrillating || byEngine.wrong > 0 else { continue }
      print("  \(RecordFolder.name(record)), the engine's beats: \(byEngine.text)")
    }
    print("  \(count) records, annotated beats: \(annotated.text)")
    print("  \(count) records, the engine's beats: \(own.text)")
  }

  /// Letters of beats that no impulse from the atria leads to.
  private static let ventricular = Set("VE!F/fQ")

  /// One window behind the other between beats of the atria; those of two rhythms are left out.
  private static func tally(
    _ samples: [Int], _ types: [Character], _ frequency: Double, _ truth: ReferenceBeats
  ) -> Tally {
    var series = RRSeries()
    var last = -2
    for place in samples.indices.dropFirst() {
      guard !ventricular.contains(types[place]), !ventricular.contains(types[place - 1]) else {
        continue
      }
      let length = Double(samples[place] - samples[place - 1]) / frequency * 1000
      guard length > 0, length <= 4000 else { continue }
      series.append(
        milliseconds: length, end: Double(samples[place]) / frequency,
        isAdjacent: last == place - 1, followsGap: false)
      last = place
    }
    var tally = Tally()
    for stretch in series.stretches where stretch.count >= 30 {
      for first in stride(from: stretch.lowerBound, through: stretch.upperBound - 30, by: 30) {
        add(series.part(first..<first + 30), frequency, truth, to: &tally)
      }
    }
    return tally
  }

  private static func add(
    _ window: RRSeries, _ frequency: Double, _ truth: ReferenceBeats, to tally: inout Tally
  ) {
    let start = Int((window.ends[0] - window.milliseconds[0] / 1000) * frequency)
    let end = Int(window.ends[29] * frequency)
    let rhythms = truth.rhythms.filter { $0.span.overlaps(start...end) }.map(\.name)
    var isAdjacent = [Bool](repeating: true, count: window.count)
    for run in window.runs { isAdjacent[run.lowerBound] = false }
    let isTaken = RRIrregularity(window.milliseconds, isAdjacent: isAdjacent).isFibrillation
    if rhythms == ["(AFIB"] {
      tally.fibrillating += 1
      tally.found += isTaken ? 1 : 0
    } else if rhythms.allSatisfy({ $0 != "(AFIB" && $0 != "(AFL" }) {
      tally.others += 1
      tally.wrong += isTaken ? 1 : 0
    }
  }
}
