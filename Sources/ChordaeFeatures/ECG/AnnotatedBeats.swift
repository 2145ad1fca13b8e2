import ChordaeCore

/// Beats of an annotation file on their way past the samples, which say where gaps lie.
struct AnnotatedBeats {
  private let beats: [Beat]
  private var next = 0
  private var followsGap = true

  /// Beats in any order; of several at one sample the first counts.
  init(_ beats: [Beat]) {
    self.beats = beats.enumerated()
      .sorted { ($0.element.sample, $0.offset) < ($1.element.sample, $1.offset) }
      .map(\.element)
  }

  /// Moves the beats that lie among these samples into a series; without `isMissing` none of the
  /// samples is missing.
  mutating func pass(
    _ samples: Range<Int>, into series: inout BeatSeries, isMissing: ((Int) -> Bool)?
  ) {
    var place = samples.lowerBound
    while next < beats.count, beats[next].sample < samples.upperBound {
      let beat = beats[next]
      next += 1
      guard beat.sample >= 0, beat.sample > (series.last?.sample ?? -1) else { continue }
      note(place...max(place, beat.sample), isMissing)
      place = beat.sample + 1
      series.append(beat, followsGap: followsGap)
      followsGap = isMissing?(beat.sample) ?? false
    }
    if place < samples.upperBound { note(place...(samples.upperBound - 1), isMissing) }
  }

  private mutating func note(_ samples: ClosedRange<Int>, _ isMissing: ((Int) -> Bool)?) {
    guard !followsGap, let isMissing else { return }
    followsGap = samples.contains(where: isMissing)
  }
}
