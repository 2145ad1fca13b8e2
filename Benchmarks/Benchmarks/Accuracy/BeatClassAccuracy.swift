import ChordaeKernels
import Foundation

/// How the engine's beat classes agree with cardiologists'.
enum BeatClassAccuracy {
  /// MIT-BIH: ventricular beats against all others from 5:00, without records of paced beats.
  static func printVentricular(_ folder: RecordFolder) throws {
    print("\nMIT-BIH, ventricular beats from 5:00, all channels, without paced records")
    var (both, ours, theirs) = (0, 0, 0)
    for record in folder.records(annotated: "atr") {
      let truth = try ReferenceBeats(record, annotator: "atr")
      if truth.types.contains("/") { continue }
      let found = try EngineBeats(record, leads: [])
      let score = ventricular(truth, found)
      both += score.both
      ours += score.ours
      theirs += score.theirs
      print(
        "  \(RecordFolder.name(record)): \(score.theirs) V, \(score.both) found, "
          + "\(score.ours - score.both) wrong")
    }
    let score = (
      sensitivity: Double(both) / Double(max(1, theirs)),
      predictivity: Double(both) / Double(max(1, ours))
    )
    print(
      String(
        format: "  gross: Se %.2f %%, PPV %.2f %%", 100 * score.sensitivity,
        100 * score.predictivity))
  }

  /// Pairs of beats by the rule of EC57; AAMI's V holds ventricular beats and escapes, and a fusion
  /// beat counts for neither side.
  private static func ventricular(
    _ truth: ReferenceBeats, _ found: EngineBeats
  ) -> (both: Int, ours: Int, theirs: Int) {
    var (both, ours, theirs) = (0, 0, 0)
    let first = Int(300 * found.samplingFrequency)
    let matches = BeatScore.matches(
      reference: truth.samples, detected: found.samples,
      window: BeatScore.window(found.samplingFrequency))
    for match in matches {
      guard
        let sample = match.reference.map({ truth.samples[$0] })
          ?? match.detected.map({ found.samples[$0] }), sample >= first,
        !truth.flutter.contains(where: { $0.contains(sample) })
      else { continue }
      let type = match.reference.map { truth.types[$0] }
      if type == "F" || type == "Q" { continue }
      let isTheirs = type == "V" || type == "E"
      let isOurs = match.detected.map { found.types[$0] == "V" } ?? false
      theirs += isTheirs ? 1 : 0
      ours += isOurs ? 1 : 0
      both += isTheirs && isOurs ? 1 : 0
    }
    return (both, ours, theirs)
  }
}
