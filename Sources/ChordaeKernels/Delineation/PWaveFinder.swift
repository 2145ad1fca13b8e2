/// Finds the P wave of a group of beats, and which of them have it.
///
/// It is looked for from 0.34 s before the QRS onset, or the end of the T wave before, to 12 ms before
/// the onset. Absence is decided by what comes back: the beats' slopes there, each beat scaled to the
/// same energy over all leads, are averaged; the 120 ms of highest energy in the mean are the wave's
/// pattern, and half of the beats must correlate with it by more than 0.6 (0.8 below five beats; below
/// three nothing can come back). So f waves, dissociated P waves and noise are no P waves of their
/// beats. A beat with a correlation of 0.5 or less has none.
///
/// The median of the leads' onsets comes from what all of a lead's slopes do, each lead's distance from it
/// from the limb that the lead's wave begins with (`PWaveLimbs`).
struct PWaveFinder: Sendable {
  /// What was found in the mean of the beats that have the wave.
  var wave = WaveBounds()
  /// Whether each member has the wave.
  private(set) var hasWave: [Bool] = []
  /// Slopes of the mean of those, smoothed over 24 ms.
  private(set) var slopes = LeadRows()
  /// Where it is compared with a beat's own.
  private(set) var span = 0..<0
  /// Where the leads' waves begin by their limbs.
  var limbs: PWaveLimbs
  private var mean = LeadRows()
  private var pattern = LeadRows()
  private var levels = LeadRows()
  private var correlations: [Float] = []
  var sorted: [Float] = []
  var order: [Int] = []
  var row: [Float] = []
  let weights: GaussianWeights
  private let window: [Float]

  static let limb: (first: Float, last: Float) = (0.4, 0.5)

  init(frequency: Double) {
    limbs = PWaveLimbs(frequency: frequency)
    weights = GaussianWeights(width: DelineationRules.pReach * frequency)
    window = FilterDesign.hannMean(
      length: AverageBeat.samples(DelineationRules.narrowWindow, frequency))
  }

  /// Finds the wave before a complex; `tCenter` is the T wave's highest place in the averaged beat, if
  /// there is one.
  mutating func find(
    _ signal: borrowing SlopeSignal, in beat: borrowing AverageBeat,
    before complex: borrowing QRSBounds, members: [BeatGroups.Member], tCenter: Int?
  ) {
    wave.reset(leadCount: beat.slopes.leadCount)
    hasWave.removeAll(keepingCapacity: true)
    hasWave.append(contentsOf: repeatElement(false, count: members.count))
    let range = searchRange(beat, Int(complex.globalOnset), tCenter)
    guard range.count > beat.samples(0.06), members.count >= 3,
      let strongest = findPattern(signal, beat, members, range)
    else { return }
    average(signal, beat, members, range)
    let margin = beat.samples(0.04)
    let near =
      max(
        range.lowerBound, strongest.lowerBound - margin)..<min(
        range.upperBound, strongest.upperBound + margin)
    findLimbs(beat, in: near, within: range)
    followLimbs(beat, strongest, within: range)
    wave.isPresent = true
    levels.integrate(slopes, factor: Float(1 / beat.frequency))
    wave.finish(
      onset: DelineationRules.pOnset, offset: DelineationRules.pEnd, frequency: beat.frequency,
      levels: levels)
    let start = max(0, Int(wave.medianOnset))
    span = start..<max(start, Int(wave.medianOffset))
  }

  private func searchRange(
    _ beat: borrowing AverageBeat, _ onset: Int, _ tCenter: Int?
  ) -> Range<Int> {
    let interval = beat.intervalBefore * beat.frequency
    let center = tCenter.map { Double($0 - beat.before) } ?? 0.3 * beat.frequency
    let tail = 0.12 * beat.frequency * min(beat.intervalBefore, 1.2).squareRoot()
    let tEnd = Int(Double(beat.before) - interval + center + tail)
    let start = max(beat.first, onset - beat.samples(0.34), tEnd)
    return start..<max(start, onset - beat.samples(0.012))
  }

  /// Finds the pattern and the beats that have it; gives where it lies, nil without a wave.
  private mutating func findPattern(
    _ signal: borrowing SlopeSignal, _ beat: borrowing AverageBeat,
    _ members: [BeatGroups.Member], _ range: Range<Int>
  ) -> Range<Int>? {
    mean.reset(leadCount: beat.slopes.leadCount, length: range.count)
    var count = 0
    for (place, member) in members.enumerated()
    where beat.ranges[place].lowerBound <= range.lowerBound {
      let start = member.position - beat.before + range.lowerBound
      let energy = signal.smoothedEnergy[start + range.count] - signal.smoothedEnergy[start]
      let factor = Float(1 / (energy.squareRoot() + 1e-9))
      for lead in 0..<mean.leadCount {
        mean.add(
          signal.smoothed, lead: lead, from: start, count: range.count, at: 0, times: factor)
      }
      count += 1
    }
    guard count >= 3 else { return nil }
    let strongest = strongestPart(min(beat.samples(0.12), range.count))
    correlate(signal, beat, members, range.lowerBound, strongest)
    let middle = (sorted[sorted.count / 2] + sorted[(sorted.count - 1) / 2]) / 2
    let needed = DelineationRules.pCorrelation + (count < 5 ? 0.2 : 0)
    guard middle > needed else { return nil }
    for place in members.indices { hasWave[place] = correlations[place] > 0.5 }
    return strongest.lowerBound + range.lowerBound..<strongest.upperBound + range.lowerBound
  }

  /// The stretch of so many samples in which the mean has the most energy.
  private mutating func strongestPart(_ length: Int) -> Range<Int> {
    row.removeAll(keepingCapacity: true)
    row.append(contentsOf: repeatElement(0, count: mean.length))
    for lead in 0..<mean.leadCount {
      for index in row.indices { row[index] += mean[lead, index] * mean[lead, index] }
    }
    var sum = row[0..<length].reduce(0, +)
    var (best, place) = (sum, 0)
    for start in row.indices.dropFirst() where start + length <= row.count {
      sum += row[start + length - 1] - row[start - 1]
      if sum > best { (best, place) = (sum, start) }
    }
    return place..<place + length
  }

  private mutating func correlate(
    _ signal: borrowing SlopeSignal, _ beat: borrowing AverageBeat,
    _ members: [BeatGroups.Member], _ start: Int, _ part: Range<Int>
  ) {
    sorted.removeAll(keepingCapacity: true)
    correlations.removeAll(keepingCapacity: true)
    var energy = 0.0
    for index in part { energy += Double(row[index]) }
    for (place, member) in members.enumerated() {
      guard beat.ranges[place].lowerBound <= start else {
        correlations.append(0)
        continue
      }
      let origin = member.position - beat.before + start + part.lowerBound
      _ = LagProducts.of(
        signal.smoothed, at: origin, reach: 0, mean, from: part.lowerBound, count: part.count,
        &row)
      let own = signal.smoothedEnergy[origin + part.count] - signal.smoothedEnergy[origin]
      let correlation = Float(Double(row[0]) / (own * energy + 1e-20).squareRoot())
      correlations.append(correlation)
      sorted.append(correlation)
    }
    sorted.sort()
  }

  /// Averages the beats that have the wave, some samples more than the range.
  private mutating func average(
    _ signal: borrowing SlopeSignal, _ beat: borrowing AverageBeat,
    _ members: [BeatGroups.Member], _ range: Range<Int>
  ) {
    let start = max(0, range.lowerBound - beat.samples(0.06))
    let end = min(beat.length, range.upperBound + beat.samples(0.04))
    mean.reset(leadCount: beat.slopes.leadCount, length: beat.length)
    for lead in 0..<mean.leadCount {
      var count = 0
      for (place, member) in members.enumerated() where hasWave[place] {
        let origin = member.position - beat.before + start
        guard origin >= 0, signal.isPresent(lead, origin..<origin + end - start) else { continue }
        mean.add(signal.slopes, lead: lead, from: origin, count: end - start, at: start)
        count += 1
      }
      if count > 1 { mean.scale(lead: lead, by: 1 / Float(count)) }
    }
    slopes.smooth(mean, weights: window)
  }
}
