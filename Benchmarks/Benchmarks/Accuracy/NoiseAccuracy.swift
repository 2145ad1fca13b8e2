import ChordaeKernels
import Foundation

/// How the detector holds out against noise.
enum NoiseAccuracy {
  /// MIT-BIH, first channel from 5:00 to 10:00, of the records in which all beats are found there.
  static func printMITBIH(_ folder: RecordFolder) throws {
    var clean: [(lead: [Float], beats: [Int], frequency: Double)] = []
    for record in folder.records(annotated: "atr") {
      let samples = try RecordSamples(record)
      let frequency = samples.samplingFrequency
      let range = Int(300 * frequency)..<min(Int(600 * frequency), samples.leads[0].count)
      guard range.count > Int(60 * frequency) else { continue }
      let beats = try ReferenceBeats(record, annotator: "atr").samples.filter(range.contains)
        .map { $0 - range.lowerBound }
      let lead = Array(samples.leads[0][range])
      let score = score(lead, beats, frequency)
      if score.missed + score.extra == 0 { clean.append((lead, beats, frequency)) }
    }
    print("\nMIT-BIH with noise, first channel, 5:00 to 10:00 of \(clean.count) records")
    for kind in NoiseStress.allCases {
      for decibels in [12.0, 6, 0] {
        var sum = BeatScore()
        for (seed, record) in clean.enumerated() {
          var lead = record.lead
          kind.add(
            to: &lead, beats: record.beats, samplingFrequency: record.frequency,
            decibels: decibels, seed: UInt64(seed))
          sum += score(lead, record.beats, record.frequency)
        }
        print(
          String(
            format: "  %@ %2.0f dB: Se %.3f %%, PPV %.3f %%", kind.rawValue, decibels,
            sum.sensitivity, sum.positivePredictivity))
      }
    }
  }

  private static func score(_ lead: [Float], _ beats: [Int], _ frequency: Double) -> BeatScore {
    var detector = QRSDetector(samplingFrequency: frequency, leads: [0])
    detector.consume([lead], count: lead.count)
    detector.finish()
    return BeatScore(
      reference: beats, detected: detector.takeBeats().map(\.sample),
      samplingFrequency: frequency, in: 0...lead.count)
  }
}
