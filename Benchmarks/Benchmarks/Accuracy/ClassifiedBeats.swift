import ChordaeKernels

/// The beats of a record with their classes, strip by strip of 30 s with four seconds of context.
struct ClassifiedBeats {
  private(set) var samples: [Int] = []
  /// WFDB letters.
  private(set) var codes: [UInt8] = []

  /// Finds and classifies the beats of leads in mV.
  init(_ leads: [[Float]], samplingFrequency: Double) {
    var detector = QRSDetector(samplingFrequency: samplingFrequency, leads: Array(leads.indices))
    detector.consume(leads, count: leads[0].count)
    detector.finish()
    let beats = detector.takeBeats()
    samples = beats.map(\.sample)
    var classifier = BeatClassifier(
      samplingFrequency: samplingFrequency, leadCount: leads.count)
    let (length, context) = (Int(30 * samplingFrequency), Int(4 * samplingFrequency))
    for start in stride(from: 0, to: leads[0].count, by: length) {
      let strip = max(0, start - context)..<min(leads[0].count, start + length + context)
      let places = beats.indices.filter { strip.contains(beats[$0].sample) }
      let owned = places.indices.filter {
        (start..<start + length).contains(beats[places[$0]].sample)
      }
      guard let first = owned.first, let last = owned.last else { continue }
      let verdicts = classifier.classify(
        leads.map { Array($0[strip]) },
        beats: places.map {
          .init(sample: beats[$0].sample - strip.lowerBound, followsGap: beats[$0].followsGap)
        }, owned: first..<last + 1)
      codes += verdicts[first...last].map(\.code)
    }
  }
}
