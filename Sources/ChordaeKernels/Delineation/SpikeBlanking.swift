/// Finds the spikes before paced beats, so that delineation starts behind them.
struct SpikeBlanking: Sendable {
  /// Stretches of the file's samples over which a line is drawn.
  private(set) var blanked: [Range<Int>] = []
  /// By beat: whether an atrial spike stands before the ventricular one.
  private(set) var hasAtrialSpike: [Bool] = []
  private let samplingFrequency: Double
  private var sharpness: [Float] = []

  init(samplingFrequency: Double) { self.samplingFrequency = samplingFrequency }

  /// Finds the spikes of the beats that are said to be paced.
  ///
  /// A spike is the sharpest place, by its distance from the mean of the samples 6 ms to both sides,
  /// from 0.2 to 0.02 s before the R peak, at least five times as sharp as half of the places are; from
  /// 4 ms before to 20 ms behind it nothing is left of it.
  mutating func find(_ leads: [[Float]], beats: [BeatLocation]) {
    blanked.removeAll(keepingCapacity: true)
    hasAtrialSpike.removeAll(keepingCapacity: true)
    for beat in beats {
      hasAtrialSpike.append(beat.isPaced && find(leads, before: beat.sample))
    }
  }

  /// Whether most beats of a group have an atrial spike: what follows it is no P wave of the heart's own.
  func paceAtria(_ members: [BeatGroups.Member]) -> Bool {
    2 * members.count { hasAtrialSpike[$0.beat] } > members.count
  }

  private mutating func find(_ leads: [[Float]], before peak: Int) -> Bool {
    guard let (spike, height, quiet) = sharpest(leads, from: peak - at(0.2), to: peak - at(0.02)),
      height >= 5 * quiet
    else { return false }
    blank(spike, leads)
    guard
      let (atrial, other, around) = sharpest(leads, from: spike - at(0.3), to: spike - at(0.06)),
      other >= 15 * around, other >= 0.15 * height
    else { return false }
    blank(atrial, leads)
    return true
  }

  private func at(_ seconds: Double) -> Int { Int(seconds * samplingFrequency) }

  private mutating func blank(_ spike: Int, _ leads: [[Float]]) {
    let end = min(leads[0].count, spike + at(0.02))
    blanked.append(max(0, spike - at(0.004))..<max(end, spike + 1))
  }

  /// The sharpest place of a stretch, how sharp it is, and how sharp half of the places are.
  private mutating func sharpest(
    _ leads: [[Float]], from start: Int, to end: Int
  ) -> (place: Int, height: Float, quiet: Float)? {
    let side = max(1, Int((0.006 * samplingFrequency).rounded()))
    let count = leads.first?.count ?? 0
    let range = max(side, start)..<max(side, min(end, count - side))
    guard range.count > 10 else { return nil }
    sharpness.removeAll(keepingCapacity: true)
    sharpness.append(contentsOf: repeatElement(0, count: range.count))
    for lead in leads {
      for (place, index) in range.enumerated() {
        let value = lead[index] - (lead[index - side] + lead[index + side]) / 2
        if value.isPresent { sharpness[place] += value * value }
      }
    }
    var best = 0
    for place in sharpness.indices where sharpness[place] > sharpness[best] { best = place }
    let height = sharpness[best].squareRoot()
    sharpness.sort()
    return (range.lowerBound + best, height, sharpness[sharpness.count / 2].squareRoot())
  }
}
