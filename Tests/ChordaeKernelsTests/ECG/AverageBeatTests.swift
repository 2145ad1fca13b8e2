import Testing

@testable import ChordaeKernels

@Suite struct AverageBeatTests {
  /// The intervals of all beats as one group, in seconds.
  private func intervals(
    _ beats: [Int], followsGap: [Bool]
  ) -> (next: Double, before: Double) {
    var signal = SlopeSignal(samplingFrequency: 250, leadCount: 1)
    signal.prepare([[Float](repeating: 0, count: 4000)], blanked: [])
    var beat = AverageBeat(frequency: 250)
    beat.build(
      signal, beats: beats, followsGap: followsGap,
      members: beats.indices.map { BeatGroups.Member(beat: $0, position: beats[$0]) })
    return (beat.interval, beat.intervalBefore)
  }

  @Test func `The way across a gap is no RR interval`() {
    // 0.8 and 1 s, then three gaps of 2.4 s: without them the median would be 2.4 s.
    let beats = [200, 400, 650, 1250, 1850, 2450]
    let gaps = [true, false, false, true, true, true]
    #expect(intervals(beats, followsGap: gaps) == (0.9, 0.9))
    let none = [true, false, false, false, false, false]
    #expect(intervals(beats, followsGap: none) == (2.4, 2.4))
  }

  @Test func `Without an interval a second stands for it`() {
    #expect(intervals([500, 2000], followsGap: [true, true]) == (1, 1))
    #expect(intervals([500], followsGap: [true]) == (1, 1))
  }
}
