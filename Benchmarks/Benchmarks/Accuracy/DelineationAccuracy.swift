import ChordaeKernels
import ChordaeReaders
import Foundation

/// How the engine's marks of waves agree with cardiologists'.
enum DelineationAccuracy {
  /// LUDB: each lead's marks against those of that lead within 150 ms, from its first annotation to
  /// its last, pooled over all leads and records.
  static func printLUDB(_ folder: RecordFolder) throws {
    var scores = Array(repeating: MarkScore(), count: DelineationMark.all.count)
    let records = folder.records(annotated: "ii")
    for record in records {
      let samples = try RecordSamples(record)
      let found = DelineatedRecord(samples.leads, samplingFrequency: samples.samplingFrequency)
      let names = try ECGReader(path: record + ".hea").recording.leads.map { $0.name.lowercased() }
      for (lead, name) in names.enumerated() {
        guard FileManager.default.fileExists(atPath: "\(record).\(name)") else { continue }
        let reference = try waves(record, annotator: name)
        guard let span = reference.span else { continue }
        for (place, mark) in DelineationMark.all.enumerated() {
          scores[place] += MarkScore(
            reference: reference.samples(mark.kind, mark.ofReference),
            detected: DelineatedRecord.samples(found.marks.leads[lead], mark),
            samplingFrequency: samples.samplingFrequency, in: span)
        }
      }
    }
    print("\nLUDB, marks of all leads, \(records.count) records")
    printScores(scores, hasPredictivity: true)
  }

  /// QTDB: each stored lead by itself, the nearer of the leads' marks for each reference mark.
  ///
  /// Pooled over all beats with manual marks (`q1c`). These are some of a record's beats, and of two leads'
  /// marks the nearer one is taken: what is extra cannot be told, so there is no predictivity.
  static func printQTDB(_ folder: RecordFolder) throws {
    var scores = Array(repeating: MarkScore(), count: DelineationMark.all.count)
    let records = folder.records(annotated: "q1c")
    for record in records {
      let reference = try waves(record, annotator: "q1c")
      guard let span = reference.span else { continue }
      let samples = try RecordSamples(record)
      let frequency = samples.samplingFrequency
      let context = Int(5 * frequency)
      let strip =
        max(
          0, span.lowerBound - context)..<min(
          samples.leads[0].count, span.upperBound + context)
      let found = samples.storedLeads.map {
        DelineatedRecord([Array($0[strip])], samplingFrequency: frequency).marks.leads[0]
      }
      for (place, mark) in DelineationMark.all.enumerated() {
        scores[place] += best(reference, found, mark, from: strip.lowerBound, frequency)
      }
    }
    print(
      "\nQTDB, the better stored lead's marks, \(records.count) records; no PPV: not all beats are marked"
    )
    printScores(scores, hasPredictivity: false)
  }

  private static func best(
    _ reference: ReferenceWaves, _ found: [[BeatMarks]], _ mark: DelineationMark,
    from first: Int, _ frequency: Double
  ) -> MarkScore {
    var sum = MarkScore()
    for sample in reference.samples(mark.kind, mark.ofReference) {
      let nearest = found.flatMap { DelineatedRecord.samples($0, mark) }.map { $0 + first }
        .min { abs($0 - sample) < abs($1 - sample) }
      sum += MarkScore(
        reference: [sample], detected: nearest.map { [$0] } ?? [], samplingFrequency: frequency,
        in: 0...0)
    }
    return sum
  }

  private static func waves(_ record: String, annotator: String) throws -> ReferenceWaves {
    let annotations = try ECGReader(path: record + ".hea").annotations(annotator)
    let beats = annotations.beats.map { ($0.sample, ReferenceWaves.Kind.qrs.rawValue) }
    let marks = annotations.marks.map { ($0.sample, $0.code) }
    return ReferenceWaves(
      (beats + marks).sorted { $0.0 < $1.0 }.map { (sample: $0.0, code: $0.1) })
  }

  private static func printScores(_ scores: [MarkScore], hasPredictivity: Bool) {
    for (mark, score) in zip(DelineationMark.all, scores) where !score.errors.isEmpty {
      let name = mark.name.padding(toLength: 10, withPad: " ", startingAt: 0)
      let predictivity =
        hasPredictivity ? String(format: "PPV %6.2f %%, ", score.positivePredictivity) : ""
      print(
        String(
          format: "  %@ %6d marks, Se %6.2f %%, %@error %6.1f ± %5.1f ms", name,
          score.errors.count + score.missed, score.sensitivity, predictivity, score.mean,
          score.deviation))
    }
  }
}
