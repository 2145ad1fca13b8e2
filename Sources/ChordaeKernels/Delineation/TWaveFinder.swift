/// Finds the T wave of an averaged beat.
///
/// Its place is the highest root mean square of the leads' levels over that at the QRS onset, from
/// 50 ms behind the complex to 0.48 sqrt(RR) + 0.05 s behind its onset. The last limb of it is the last
/// peak of the leads' slopes of at least 35 % of the steepest; each lead's own limb is looked for near
/// it, and the wave ends where the limb's slope falls below 10, 20 and 40 % of its maximum (the mean
/// of the three), or where that of one more limb does (`limb`). The onset goes the same way backwards.
struct TWaveFinder: Sendable {
  /// What was found.
  private(set) var wave = WaveBounds()
  /// The highest place of all leads together.
  private(set) var center = 0
  /// Where it is compared with a beat's own.
  private(set) var span = 0..<0
  private var row: [Float] = []
  private var spanStart = 0
  private var zeroPlace = 0
  private let weights: GaussianWeights

  private static let lastLimb: Float = 0.35
  private static let firstLimb: Float = 0.5
  private static let restBehind: Float = 0.4
  private static let restBefore: Float = 0.3
  /// Less is enough where the lead comes nearer to its level at the QRS onset than half as far.
  private static let leastRest: Float = 0.2
  private static let returnPart: Float = 0.5

  init(frequency: Double) {
    weights = GaussianWeights(width: DelineationRules.tReach * frequency)
  }

  /// Finds the wave behind a QRS complex.
  mutating func find(in beat: borrowing AverageBeat, behind complex: borrowing QRSBounds) {
    wave.reset(leadCount: beat.slopes.leadCount)
    let onset = Int(complex.globalOnset)
    let root = beat.interval.squareRoot()
    let start = Int(complex.globalOffset) + beat.samples(0.05)
    let latest = min(onset + beat.samples(0.48 * root + 0.05), beat.last - 5)
    let end = min(onset + beat.samples(0.60 * root + 0.08), beat.last)
    guard latest > start + 5 else { return }
    spanStart = start
    zeroPlace = max(onset - 2, 0)
    center = highestLevel(beat, in: start..<latest, over: max(onset - 2, 0))
    let last = max(start, center - beat.samples(0.05))..<min(end, center + beat.samples(0.15))
    guard last.count > 4 else { return }
    let from = max(start, center - beat.samples(0.16))
    let first = from..<max(center, from + 4)
    setSlopes(beat, scaledIn: last)
    let falling = WaveSlopes.lobe(row, in: last, share: Self.lastLimb, last: true)
    let rising = WaveSlopes.lobe(row, in: first, share: Self.firstLimb, last: true)
    for lead in 0..<beat.slopes.leadCount where beat.isActive[lead] {
      findLimbs(
        beat, lead, (rising, first, Int(complex.globalOffset)), (falling, last, end))
    }
    wave.isPresent = true
    wave.finish(
      onset: DelineationRules.tOnset, offset: DelineationRules.tEnd, frequency: beat.frequency,
      levels: beat.level)
    let begin = center - beat.samples(0.06)
    let stop = min(end, Int(wave.medianOffset) + beat.samples(0.02))
    span = begin..<max(begin, stop)
  }

  private typealias Limb = (place: Int, range: Range<Int>, stop: Int)

  private mutating func findLimbs(
    _ beat: borrowing AverageBeat, _ lead: Int, _ rising: Limb, _ falling: Limb
  ) {
    var top = WaveSlopes.steepest(
      beat.smoothed, lead, in: falling.range, near: falling.place, weights)
    wave.offset[lead] = end(beat, lead, top, falling.stop)
    let offset = Int(wave.offset[lead].rounded())
    let late = min(falling.stop, offset + beat.samples(0.12))
    if let later = limb(
      beat, lead, against: top, from: offset, to: late, part: Self.restBehind,
      within: falling.stop)
    {
      top = later
      wave.offset[lead] = end(beat, lead, top, falling.stop)
    }
    wave.offsetWeights[lead] = abs(beat.smoothed[lead, top]).squareRoot()
    var bottom = WaveSlopes.steepest(
      beat.smoothed, lead, in: rising.range, near: rising.place, weights)
    wave.onset[lead] = start(beat, lead, bottom, rising.stop)
    let onset = Int(wave.onset[lead].rounded())
    let early = max(rising.stop, onset - beat.samples(0.12))
    if let earlier = limb(
      beat, lead, against: bottom, from: onset, to: early, part: Self.restBefore,
      within: falling.stop)
    {
      bottom = earlier
      wave.onset[lead] = start(beat, lead, bottom, rising.stop)
    }
    wave.onsetWeights[lead] = abs(beat.smoothed[lead, bottom]).squareRoot()
  }

  private func end(
    _ beat: borrowing AverageBeat, _ lead: Int, _ top: Int, _ stop: Int
  ) -> Float {
    WaveSlopes.limbEnd(
      beat.smoothed, lead, from: top, to: stop, reach: beat.samples(DelineationRules.tLimb),
      forward: true, parts: DelineationRules.tEndSlopes)
  }

  private func start(
    _ beat: borrowing AverageBeat, _ lead: Int, _ bottom: Int, _ stop: Int
  ) -> Float {
    WaveSlopes.limbEnd(
      beat.smoothed, lead, from: bottom, to: stop, reach: beat.samples(DelineationRules.tLimb),
      forward: false, parts: DelineationRules.tOnsetSlopes)
  }

  /// The limb of one more hump: where the lead, from where the limb of `top` ends to 0.12 s beyond,
  /// goes back by more than a part of all that it moves behind the complex, the steepest place of that.
  private func limb(
    _ beat: borrowing AverageBeat, _ lead: Int, against top: Int, from end: Int, to far: Int,
    part: Float, within stop: Int
  ) -> Int? {
    guard abs(far - end) > 3 else { return nil }
    var (low, high) = (Float.infinity, -Float.infinity)
    for index in spanStart...stop {
      low = min(low, beat.level[lead, index])
      high = max(high, beat.level[lead, index])
    }
    let rest = abs(beat.level[lead, far] - beat.level[lead, end])
    let zero = beat.level[lead, zeroPlace]
    let returns =
      abs(beat.level[lead, far] - zero) < Self.returnPart * abs(beat.level[lead, end] - zero)
    guard
      rest > part * (high - low) || (returns && far > end && rest > Self.leastRest * (high - low))
    else { return nil }
    let sign: Float = beat.smoothed[lead, top] > 0 ? -1 : 1
    var best = min(end, far)
    for index in min(end, far)...max(end, far)
    where sign * beat.smoothed[lead, index] > sign * beat.smoothed[lead, best] { best = index }
    return best != far && sign * beat.smoothed[lead, best] > 0 ? best : nil
  }

  private mutating func highestLevel(
    _ beat: borrowing AverageBeat, in range: Range<Int>, over zero: Int
  ) -> Int {
    clearRow(beat.length)
    for lead in 0..<beat.level.leadCount where beat.isActive[lead] {
      let base = beat.level[lead, zero]
      for index in range {
        let value = beat.level[lead, index] - base
        row[index] += value * value
      }
    }
    var best = range.lowerBound
    for index in range where row[index] > row[best] { best = index }
    return best
  }

  /// The leads' slopes together, each first divided by the fourth root of its steepest: leads of small
  /// waves have a say, but not the same.
  private mutating func setSlopes(_ beat: borrowing AverageBeat, scaledIn range: Range<Int>) {
    clearRow(beat.length)
    for lead in 0..<beat.smoothed.leadCount where beat.isActive[lead] {
      var steepest: Float = 0
      for index in range { steepest = max(steepest, abs(beat.smoothed[lead, index])) }
      let factor = 1 / (steepest.squareRoot() + 1e-12)
      for index in row.indices {
        let value = beat.smoothed[lead, index]
        row[index] += value * value * factor
      }
    }
    for index in row.indices { row[index] = row[index].squareRoot() }
  }

  private mutating func clearRow(_ length: Int) {
    row.removeAll(keepingCapacity: true)
    row.append(contentsOf: repeatElement(0, count: length))
  }
}
