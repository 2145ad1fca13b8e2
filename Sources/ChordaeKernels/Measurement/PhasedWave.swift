/// A P or T wave with its one or two phases.
struct PhasedWave {
  /// A phase: how far its peak is from the baseline in mV, and where; samples on its side and the sum
  /// of their distances.
  struct Phase {
    var peakValue: Float = 0
    var peak = 0
    var count = 0
    var sum: Float = 0
  }

  let onset: Int
  /// Samples from onset to offset.
  let count: Int
  var first: Phase
  /// Without a second phase all of it is zero.
  var second = Phase()
  var netSum: Float

  /// The least distance of a second phase from the baseline, in mV and as a part of the other phase.
  private static let leastPhase: Float = 0.03
  private static let leastPart: Float = 0.15

  /// The wave between two samples; nil where they are not in order, not in the beat, or not all there.
  ///
  /// A second phase has at least `shortest` samples.
  init?(_ beat: [Float], from onset: Int, to offset: Int, baseline: Float, shortest: Double) {
    guard onset >= 0, offset > onset, offset < beat.count else { return nil }
    var (up, down) = (Phase(), Phase())
    for place in onset...offset {
      let value = beat[place] - baseline
      guard value.isPresent else { return nil }
      if value > 0 { up.add(value, place) } else if value < 0 { down.add(value, place) }
    }
    self.onset = onset
    count = offset - onset
    netSum = up.sum + down.sum
    let ends = (beat[onset] - baseline, beat[offset] - baseline)
    let isUp =
      Self.turns(up, ends) == Self.turns(down, ends)
      ? up.peakValue >= -down.peakValue : Self.turns(up, ends)
    first = isUp ? up : down
    let other = isUp ? down : up
    guard Self.turns(other, ends), Double(other.count) >= shortest,
      abs(other.peakValue) >= max(Self.leastPhase, Self.leastPart * abs(first.peakValue))
    else { return }
    (first, second) = other.peak < first.peak ? (other, first) : (first, other)
  }

  /// Whether the signal comes back from the phase's peak on both sides: else it is the level of what is
  /// beside the wave.
  private static func turns(_ phase: Phase, _ ends: (Float, Float)) -> Bool {
    let side: Float = phase.peakValue > 0 ? 1 : -1
    return side * phase.peakValue - max(0, side * ends.0, side * ends.1) >= 0.01
  }
}

extension PhasedWave.Phase {
  mutating func add(_ value: Float, _ place: Int) {
    count += 1
    sum += value
    if abs(value) > abs(peakValue) { (peak, peakValue) = (place, value) }
  }
}
