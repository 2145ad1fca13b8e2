/// Takes the spikes of paced beats out of a strip, so that delineation starts behind them.
struct SpikeBlanking: Sendable {
  /// Stretches of the file's samples over which a line is drawn.
  private(set) var blanked: [Range<Int>] = []
  /// By beat: whether an atrial spike stands before the ventricular one.
  private(set) var hasAtrialSpike: [Bool] = []
  private let samplingFrequency: Double

  init(samplingFrequency: Double) { self.samplingFrequency = samplingFrequency }

  /// Chooses of a strip's spikes, as `PacingSpikes` finds them, those of the beats that are said to be
  /// paced.
  ///
  /// A beat's own spike is the last one that can have made it; the last one from 0.3 to 0.06 s before that
  /// is an atrial one. From 4 ms before to 20 ms behind a spike nothing is left of it.
  mutating func choose(_ spikes: [Int], beats: [BeatLocation], sampleCount: Int) {
    blanked.removeAll(keepingCapacity: true)
    hasAtrialSpike.removeAll(keepingCapacity: true)
    for beat in beats {
      hasAtrialSpike.append(beat.isPaced && blank(spikes, before: beat.sample, sampleCount))
    }
  }

  /// Whether most beats of a group have an atrial spike: what follows it is no P wave of the heart's own.
  func paceAtria(_ members: [BeatGroups.Member]) -> Bool {
    2 * members.count { hasAtrialSpike[$0.beat] } > members.count
  }

  /// Blanks the spikes of a beat; gives whether there is an atrial one.
  private mutating func blank(_ spikes: [Int], before peak: Int, _ sampleCount: Int) -> Bool {
    let capture = peak - at(PacingSpikes.longestCapture)...peak
    guard let own = spikes.last(where: capture.contains) else { return false }
    blank(own, sampleCount)
    let seconds = PacingSpikes.atrialSeconds
    let earlier = own - at(seconds.upperBound)...own - at(seconds.lowerBound)
    guard let atrial = spikes.last(where: earlier.contains) else { return false }
    blank(atrial, sampleCount)
    return true
  }

  private func at(_ seconds: Double) -> Int { Int(seconds * samplingFrequency) }

  private mutating func blank(_ spike: Int, _ sampleCount: Int) {
    let end = min(sampleCount, max(spike + at(0.02), spike + 1))
    blanked.append(max(0, spike - at(0.004))..<end)
  }
}
