import ChordaeCore
import Testing

@testable import ChordaePipeline

/// Which recording speaks for a patient.
@Suite struct `The ranking of recordings` {
  /// Recordings by their seconds and their start; nil without a date.
  private func places(
    _ recordings: [(seconds: Double, start: Int?)], longest: Bool = false
  ) -> [Int] {
    let outcomes = recordings.map { recording in
      var outcome = RecordingOutcome(status: .ok, groups: [])
      outcome.duration = recording.seconds
      outcome.start = recording.start
      return outcome
    }
    return RecordingRanking(outcomes, by: longest ? .longest : .latestShortTerm).places
  }

  @Test func `puts the latest of those of at most five minutes first`() {
    #expect(places([(10, 100), (10, 300), (10, 200)]) == [1, 2, 0])
    #expect(places([(300, 1), (300.5, 9)]) == [0, 1])
    #expect(places([(3600, 50), (86_400, 60), (10, 1)]) == [2, 1, 0])
  }

  @Test func `puts the longest first for figures of long recordings`() {
    #expect(places([(10, 900), (3600, 1), (86_400, 2)], longest: true) == [2, 1, 0])
    #expect(places([(60, 5), (60, 9), (60, 7)], longest: true) == [1, 2, 0])
  }

  @Test func `counts a recording without a date as older than any with one`() {
    #expect(places([(10, nil), (10, -5), (10, nil)]) == [1, 2, 0])
    #expect(places([(60, nil), (60, 0)], longest: true) == [1, 0])
  }

  @Test func `breaks ties by the later place`() {
    #expect(places([(10, 7), (10, 7), (10, 7)]) == [2, 1, 0])
    #expect(places([(10, nil), (10, nil)]) == [1, 0])
    #expect(places([(60, 7), (60, 7)], longest: true) == [1, 0])
    #expect(places([]) == [])
  }
}
