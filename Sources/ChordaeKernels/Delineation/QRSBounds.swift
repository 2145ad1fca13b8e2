/// Where the QRS complex of an averaged beat begins and ends, lead by lead.
///
/// All leads together first: from the steepest place outwards until the root mean square of their
/// slopes falls below a tenth of its maximum for 12 (onset) or 16 ms (end). Then each lead, by the
/// mean place where its own slope falls below 8, 12 and 20 % of its maximum for 12 ms, blended with the
/// places outside which 3 % of its slopes lie, and last the consensus of both (`DelineationRules`).
struct QRSBounds: Sendable {
  /// Samples of the averaged beat.
  private(set) var onset: [Float] = []
  private(set) var offset: [Float] = []
  /// Bounds of all leads together.
  private(set) var globalOnset: Float = 0
  private(set) var globalOffset: Float = 0
  private var weights: [Float] = []
  private var order: [Int] = []
  private var sorted: [Float] = []

  /// Finds the complex; leads without one are left out of the beat.
  mutating func find(in beat: inout AverageBeat) {
    let (center, length) = (beat.before, beat.length)
    let top = Self.highest(
      beat.global, 0, in: center - beat.samples(0.1)..<center + beat.samples(0.1))
    let threshold = DelineationRules.globalSlope * beat.global[0, top]
    globalOnset = WaveSlopes.crossing(
      beat.global, 0, from: top, to: max(center - beat.samples(0.16), 1), below: threshold,
      needed: Self.run(0.012, beat))
    globalOffset = WaveSlopes.crossing(
      beat.global, 0, from: top, to: min(center + beat.samples(0.2), length - 2),
      below: threshold, needed: Self.run(0.016, beat))
    findLeads(in: &beat)
    let frequency = beat.frequency
    DelineationRules.onset.apply(
      &onset, weights: weights, all: globalOnset, frequency: frequency, &order)
    DelineationRules.offset.apply(
      &offset, weights: weights, all: globalOffset, frequency: frequency, &order)
  }

  private mutating func findLeads(in beat: inout AverageBeat) {
    let leadCount = beat.magnitudes.leadCount
    for list in [\QRSBounds.onset, \.offset, \.weights] {
      self[keyPath: list].removeAll(keepingCapacity: true)
      self[keyPath: list].append(contentsOf: repeatElement(0, count: leadCount))
    }
    let (first, last) = (Int(globalOnset), Int(globalOffset))
    let start = max(1, first - beat.samples(0.05))
    let end = min(beat.length - 2, last + beat.samples(0.06))
    for lead in 0..<leadCount where beat.isActive[lead] {
      let top = Self.highest(beat.magnitudes, lead, in: first..<last + 1)
      let slope = beat.magnitudes[lead, top]
      guard slope >= DelineationRules.leastSlope else {
        beat.leaveOut(lead)
        continue
      }
      weights[lead] = 1
      for part in DelineationRules.leadSlopes {
        let needed = Self.run(0.012, beat)
        onset[lead] += WaveSlopes.crossing(
          beat.magnitudes, lead, from: top, to: start, below: part * slope, needed: needed)
        offset[lead] += WaveSlopes.crossing(
          beat.magnitudes, lead, from: top, to: end, below: part * slope, needed: needed)
      }
      onset[lead] /= Float(DelineationRules.leadSlopes.count)
      offset[lead] /= Float(DelineationRules.leadSlopes.count)
      blend(beat, lead, max(0, first - beat.samples(0.04))..<last + beat.samples(0.06))
    }
  }

  private mutating func blend(_ beat: borrowing AverageBeat, _ lead: Int, _ range: Range<Int>) {
    let span = WaveSlopes.middleSpan(
      beat.magnitudes, lead, in: range.lowerBound..<min(range.upperBound, beat.length),
      share: DelineationRules.complexShare, &sorted)
    let part = DelineationRules.spanPart
    onset[lead] += part * (span.first - onset[lead])
    offset[lead] += part * (span.last - offset[lead])
  }

  /// A span in samples, at least two.
  private static func run(_ seconds: Double, _ beat: borrowing AverageBeat) -> Int {
    max(2, beat.samples(seconds))
  }

  private static func highest(
    _ rows: borrowing LeadRows, _ lead: Int, in range: Range<Int>
  ) -> Int {
    var best = range.lowerBound
    for index in range where rows[lead, index] > rows[lead, best] { best = index }
    return best
  }
}
