internal import ChordaeCore

/// One recording of one patient's heart.
struct ECGSimulation {
  /// The heart: its waves, mean RR interval and how much that swings.
  let heart: HeartDipole
  let layout: WFDBWriter.Layout
  let sampleCount: Int
  /// A lead's samples that are missing.
  var gap: (lead: Int, samples: Range<Int>)?
  var beats: BeatSequence
  var noise: SimulationRandom
  /// Places of the layout's leads among the eight of `DowerMatrix`, where it has no derived leads.
  let sources: [Int]

  private static let noiseMillivolts = 0.008
  private static let wanderMillivolts = 0.04

  static let standardLeads = [
    "I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6",
  ]

  /// Writes the record and returns what is true of it.
  mutating func write(to path: String) throws(SimulationError) -> ECGTruth {
    var writer = try WFDBWriter(path, layout: layout)
    var truth = ECGTruth(
      layout: layout, sampleCount: sampleCount, intervals: heart.intervals,
      missing: gap?.samples.count ?? 0)
    var active: [SimulatedBeat] = []
    var upcoming = beats.pop()
    let frequency = Double(layout.samplingFrequency)
    let drift = noise.uniform(0...6)
    for sample in 0..<sampleCount {
      // A beat shapes the signal from 0.6 s before its R peak to 1 s after it.
      while let beat = upcoming, Double(beat.sample - sample) < 0.6 * frequency {
        active.append(beat)
        truth.beats.append(beat)
        upcoming = beats.pop()
      }
      if let first = active.first, Double(sample - first.sample) > frequency {
        active.removeFirst()
      }
      var dipole = SIMD3<Double>.zero
      for beat in active {
        let time = Double(sample - beat.sample) / frequency
        dipole += heart.dipole(time, isVentricular: beat.isVentricular)
      }
      try writer.write(frame(dipole, sample: sample, wander: Double(sample) / frequency + drift))
    }
    try writer.finish(beats: truth.beats)
    return truth
  }

  private mutating func frame(_ dipole: SIMD3<Double>, sample: Int, wander: Double) -> [Int] {
    let drift = Self.wanderMillivolts * Self.triangle(wander * 0.23)
    var steps = sources.map { lead in
      let clean = (DowerMatrix.weights[lead] * dipole).sum()
      let millivolts = clean + drift + Self.noiseMillivolts * noise.normal()
      return Int((millivolts * Double(layout.gain)).rounded())
    }
    if layout.leads.count == Self.standardLeads.count {
      let (i, ii) = (steps[0], steps[1])
      steps.replaceSubrange(0..<2, with: [i, ii, ii - i, -((i + ii) / 2), i - ii / 2, ii - i / 2])
    }
    if let gap, gap.samples.contains(sample) { steps[gap.lead] = layout.format.missing }
    return steps
  }

  /// The slow swing of breathing, -1 to 1 and back in one turn.
  private static func triangle(_ turns: Double) -> Double {
    let part = turns - turns.rounded(.down)
    return part < 0.5 ? 4 * part - 1 : 3 - 4 * part
  }
}
