internal import Glibc

/// A beat of a simulated recording.
struct SimulatedBeat: Sendable {
  /// Place of its R peak, a whole sample.
  let sample: Int
  let isVentricular: Bool
}

/// The beats of a recording, one after the other, on whole samples.
///
/// RR intervals follow McSharry et al. 2003: a spectrum with a peak at 0.1 Hz (Mayer waves) and one
/// at 0.25 Hz (breathing), drawn as a sum of sine waves with random phases.
struct BeatSequence {
  let meanRR: Double
  private let samplingFrequency: Int
  private let waves: [(frequency: Double, phase: Double, amplitude: Double)]
  private let ectopicShare: Double
  /// A beat whose QRS or P wave would be cut off by an end of the recording is left out.
  private let lastSample: Int
  private var random: SimulationRandom
  private var next: Int
  /// Whether the next beat comes early, from a ventricle.
  private var isEarly = false

  init(
    meanRR: Double, deviation: Double, ectopicShare: Double, samplingFrequency: Int,
    sampleCount: Int, random: SimulationRandom
  ) {
    var random = random
    self.meanRR = meanRR
    self.ectopicShare = ectopicShare
    self.samplingFrequency = samplingFrequency
    let count = 12
    let low = random.uniform(0.35...0.65)
    waves = (0..<2 * count).map { index in
      let isLow = index < count
      let center = isLow ? 0.1 : 0.25
      let share = (isLow ? low : 1 - low) / Double(count)
      return (
        center + 0.01 * random.normal(), random.uniform(0...2 * Double.pi),
        deviation * (2 * share).squareRoot()
      )
    }
    lastSample = sampleCount - samplingFrequency / 4
    next = Int(random.uniform(0.3...0.5) * Double(samplingFrequency))
    self.random = random
  }

  /// The next beat; nil after the last.
  mutating func pop() -> SimulatedBeat? {
    guard next < lastSample else { return nil }
    let beat = SimulatedBeat(sample: next, isVentricular: isEarly)
    advance(isVentricular: isEarly)
    return beat
  }

  /// After a normal beat a premature one may come; after that one a pause makes up for it.
  private mutating func advance(isVentricular: Bool) {
    let interval = interval(at: Double(next) / Double(samplingFrequency))
    isEarly = !isVentricular && ectopicShare > 0 && random.happens(ectopicShare)
    let factor = isVentricular ? 1.4 : isEarly ? 0.6 : 1
    next += max(1, Int((interval * factor * Double(samplingFrequency)).rounded()))
  }

  private func interval(at time: Double) -> Double {
    let swing = waves.reduce(0) {
      $0 + $1.amplitude * sin(2 * Double.pi * $1.frequency * time + $1.phase)
    }
    return max(0.4, meanRR + swing)
  }
}
