/// Finds with which limb each lead's P wave begins, in the mean of the beats and in a beat itself.
///
/// A limb is a stretch over which a lead's level only rises or only falls. Who marks a lead by itself
/// lets its wave begin with the first phase if that stands out beside the second: a positive one that
/// is at least half as high as the second is deep, a negative one that is at least as deep as the second
/// is high. In limbs: the first moves a third, or half, of what the second moves. Near these parts the
/// onset slides from the one limb's start to the other's.
struct PWaveLimbs: Sendable {
  /// Where each lead's wave begins, in samples of the averaged beat.
  private(set) var onset: [Float] = []
  private var chosen: [Start?] = []
  private var limbs: [Limb] = []
  private var stop = 0
  private let weights: GaussianWeights
  private let reach: Int
  private let ownReach: Int

  /// The limb with which a lead's wave most likely begins.
  private struct Start {
    let place: Float
    let top: Int
    let sign: Float
  }

  /// Samples of one direction, and what the level moves in them, in sums of slopes.
  private struct Limb {
    var range: Range<Int>
    var rise: Float
  }

  init(frequency: Double) {
    weights = GaussianWeights(width: DelineationRules.pReach * frequency)
    reach = AverageBeat.samples(DelineationRules.pLimb, frequency)
    ownReach = AverageBeat.samples(3 * DelineationRules.pReach, frequency)
  }

  /// Whether a lead moves at all.
  func areFound(_ lead: Int) -> Bool { chosen[lead] != nil }

  /// Finds the limbs of a mean's slopes in a range of the averaged beat; none begins before `stop`.
  mutating func find(
    _ slopes: borrowing LeadRows, in beat: borrowing AverageBeat, _ range: Range<Int>, stop: Int
  ) {
    onset.removeAll(keepingCapacity: true)
    chosen.removeAll(keepingCapacity: true)
    self.stop = stop
    for lead in 0..<slopes.leadCount {
      onset.append(0)
      chosen.append(nil)
      if beat.isActive[lead] { begin(slopes, lead, range) }
    }
  }

  private mutating func begin(_ slopes: borrowing LeadRows, _ lead: Int, _ range: Range<Int>) {
    split(slopes, lead, range)
    let largest = leaveOutRipples()
    guard largest > 0 else { return }
    var (left, most) = (Float(1), Float(0))
    for limb in limbs where left > 0 {
      let weight = left * Self.weight(limb.rise / largest)
      guard weight > 0 else { continue }
      let start = start(slopes, lead, limb)
      onset[lead] += weight * start.place
      if weight > most { (most, chosen[lead]) = (weight, start) }
      left -= weight
    }
  }

  private mutating func split(_ slopes: borrowing LeadRows, _ lead: Int, _ range: Range<Int>) {
    limbs.removeAll(keepingCapacity: true)
    for index in range {
      let slope = slopes[lead, index]
      if let last = limbs.last, (last.rise > 0) == (slope > 0) {
        limbs[limbs.count - 1].range = last.range.lowerBound..<index + 1
        limbs[limbs.count - 1].rise += slope
      } else {
        limbs.append(Limb(range: index..<index + 1, rise: slope))
      }
    }
  }

  /// Makes one limb of those on both sides of a ripple, the smallest first; gives what the largest moves.
  private mutating func leaveOutRipples() -> Float {
    while true {
      let largest = limbs.reduce(0) { max($0, abs($1.rise)) }
      guard
        let least = limbs.indices.dropFirst().dropLast()
          .min(by: { abs(limbs[$0].rise) < abs(limbs[$1].rise) }),
        abs(limbs[least].rise) < DelineationRules.pRipple * largest
      else { return largest }
      let parts = limbs[least - 1...least + 1]
      let whole = Limb(
        range: limbs[least - 1].range.lowerBound..<limbs[least + 1].range.upperBound,
        rise: parts.reduce(0) { $0 + $1.rise })
      limbs.replaceSubrange(least - 1...least + 1, with: CollectionOfOne(whole))
    }
  }

  /// How much a limb that moves a part of the largest one, with its sign, counts as the first.
  private static func weight(_ part: Float) -> Float {
    let needed = part > 0 ? DelineationRules.pFirstUp : DelineationRules.pFirstDown
    let width = DelineationRules.pFirstWidth
    return min(max((abs(part) - needed + width) / (2 * width), 0), 1)
  }

  private func start(_ slopes: borrowing LeadRows, _ lead: Int, _ limb: Limb) -> Start {
    let sign: Float = limb.rise > 0 ? 1 : -1
    var top = limb.range.lowerBound
    for index in limb.range where sign * slopes[lead, index] > sign * slopes[lead, top] {
      top = index
    }
    let place = WaveSlopes.limbEnd(
      slopes, lead, from: top, to: stop, reach: reach, forward: false,
      parts: DelineationRules.pSlopes)
    return Start(place: place, top: top, sign: sign)
  }

  /// How far a beat's own wave begins from the mean's in a lead, in samples, as far as that counts.
  ///
  /// The beat's averaged form begins at the sample `origin` of the signal. Its own limb is the steepest place
  /// of the same direction near the mean's.
  func shift(_ signal: borrowing SlopeSignal, _ lead: Int, origin: Int) -> Float {
    guard let start = chosen[lead] else { return 0 }
    let center = origin + start.top
    let (first, last) = (max(1, center - ownReach), min(signal.count, center + ownReach))
    var (steepest, top) = (Float(0), first)
    let row = signal.smoothed.start(lead)
    let slopes = signal.smoothed.values.span.extracting(row..<row + signal.count)
    let bell = weights.half.span
    // Where the curve ends it is nothing but zeros.
    for index in first..<max(first, last) {
      let slope = start.sign * slopes[index] * bell[min(abs(index - center), bell.count - 1)]
      if slope > steepest { (steepest, top) = (slope, index) }
    }
    guard steepest > 0 else { return 0 }
    let place = WaveSlopes.limbEnd(
      signal.smoothed, lead, from: top, to: max(origin + stop, 1), reach: reach, forward: false,
      parts: DelineationRules.pSlopes)
    let farthest = Float(DelineationRules.pOwnReach * signal.frequency)
    let distance = place - Float(origin) - start.place
    return DelineationRules.pOwnPart * min(max(distance, -farthest), farthest)
  }
}
