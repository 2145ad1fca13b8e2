import ChordaeCore

/// Beats of an annotation file on their way past the samples, which say where gaps lie.
struct AnnotatedBeats {
  private let beats: [Beat]
  private var next = 0
  private var followsGap = true
  private var last = -1

  /// Beats in any order; of several at one sample the first counts.
  init(_ beats: [Beat]) {
    self.beats = beats.enumerated()
      .sorted { ($0.element.sample, $0.offset) < ($1.element.sample, $1.offset) }
      .map(\.element)
  }

  /// Moves the beats that lie among these samples to those that wait for their strip; without
  /// `isMissing` none of the samples is missing.
  mutating func pass(
    _ samples: Range<Int>, into waiting: inout [ECGStrip.Beat], isMissing: ((Int) -> Bool)?
  ) {
    var place = samples.lowerBound
    while next < beats.count, beats[next].sample < samples.upperBound {
      let beat = beats[next]
      next += 1
      guard beat.sample > last else { continue }
      last = beat.sample
      note(place...max(place, beat.sample), isMissing)
      place = beat.sample + 1
      waiting.append(
        ECGStrip.Beat(
          sample: beat.sample, followsGap: followsGap,
          code: beat.type.asciiValue ?? UInt8(ascii: "?"), confidence: 1))
      followsGap = isMissing?(beat.sample) ?? false
    }
    if place < samples.upperBound { note(place...(samples.upperBound - 1), isMissing) }
  }

  private mutating func note(_ samples: ClosedRange<Int>, _ isMissing: ((Int) -> Bool)?) {
    guard !followsGap, let isMissing else { return }
    followsGap = samples.contains(where: isMissing)
  }
}
