/// The delineator's fixed figures, in seconds, or as parts of a lead's steepest slope.
///
/// They were set on 28 records of LUDB, the same on which `Accuracy` in `Benchmarks/` scores them.
enum DelineationRules {
  /// What an averaged beat holds before and behind its fiducial point.
  static let before = 0.5
  static let behind = 0.75
  /// Half of the span over which beats are aligned, and how far they are moved.
  static let alignmentHalfSpan = 0.08
  static let alignmentReach = 0.04
  /// Beats whose slopes correlate as much with a group's are of that group.
  static let groupCorrelation = 0.85
  /// What is left of the beat before and what is kept free of the next one's QRS complex.
  static let beatBefore = 0.1
  static let beatBehind = 0.06

  /// The QRS complex ends where the slope of all leads falls below this part of its maximum...
  static let globalSlope: Float = 0.1
  /// ...and that of one lead below these (their mean counts).
  static let leadSlopes: [Float] = [0.08, 0.12, 0.2]
  static let onset = Consensus(share: 0.3, reach: 0.020, shift: -0.012)
  static let offset = Consensus(share: 0.7, reach: 0.028, shift: 0.006)

  /// A lead's mark is by this part the place up to which, or from which on, a share of the slopes lies...
  static let spanPart: Float = 0.6
  /// ...this one for the QRS complex, this one for the P wave, which begins and ends so much earlier and
  /// later than that.
  static let complexShare: Float = 0.03
  static let pShare: Float = 0.1
  static let pBeyond = 0.01

  /// The T wave's end and onset: where the slope of its last and first limb falls below these parts.
  static let tEndSlopes: [Float] = [0.1, 0.2, 0.4]
  static let tOnsetSlopes: [Float] = [0.2, 0.4]
  static let tLimb = 0.14
  static let tReach = 0.05
  static let tEnd = Consensus(share: 0.65, reach: 0.040, shift: -0.007)
  static let tOnset = Consensus(share: 0.5, reach: 0.060, shift: 0.010)

  static let pSlopes: [Float] = [0.1, 0.2, 0.4]
  static let pLimb = 0.08
  static let pReach = 0.03
  static let pOnset = Consensus(share: 0.8, early: 0.010, late: 0.060, shift: -0.001)
  static let pEnd = Consensus(share: 0.6, reach: 0.030, shift: -0.016)
  /// A lead's P wave begins with its first limb that moves these parts of what the largest moves,
  /// upwards or downwards, give or take the width; less than the ripple is no limb of its own.
  static let pFirstUp: Float = 1 / 3
  static let pFirstDown: Float = 1 / 2
  static let pFirstWidth: Float = 0.05
  static let pRipple: Float = 0.1
  /// Limbs are looked for from so long before the strongest part on.
  static let pLimbsBefore = 0.06
  /// A beat's own onset counts by this part, as far as it lies no farther from the mean's.
  static let pOwnPart: Float = 0.5
  static let pOwnReach = 0.03
  /// A P wave is there where it comes back: half of the beats correlate more than this with their mean.
  static let pCorrelation: Float = 0.6
  /// Smoothing windows.
  static let wideWindow = 0.040
  static let narrowWindow = 0.024
  /// A lead with no slope as steep (mV/s) in its QRS complex shows no beat.
  static let leastSlope: Float = 0.5
}

/// How one lead's mark is made of its own and those of the other leads.
struct Consensus: Sendable {
  /// How much of the lead's distance from the leads' median counts.
  let share: Float
  /// The largest distances that count, in seconds.
  let early: Double
  let late: Double
  /// What is added, in seconds: slopes end earlier or later than what the eye takes for the wave.
  let shift: Double

  init(share: Float, early: Double, late: Double, shift: Double) {
    (self.share, self.early, self.late, self.shift) = (share, early, late, shift)
  }

  init(share: Float, reach: Double, shift: Double) {
    self.init(share: share, early: reach, late: reach, shift: shift)
  }

  /// Moves the leads' own marks, in samples, to where they are drawn.
  ///
  /// Their median is weighed by `weights`: leads of no weight get marks, but have no say. `all` is the
  /// mark of all leads together, if there is one.
  func apply(
    _ own: inout [Float], weights: [Float], all: Float?, frequency: Double,
    _ order: inout [Int]
  ) {
    let median = Self.median(own, weights, &order)
    let base = all.map { ($0 + median) / 2 } ?? median
    let (early, late) = (Float(early * frequency), Float(late * frequency))
    let shift = Float(shift * frequency)
    for lead in own.indices {
      own[lead] = base + share * min(max(own[lead] - median, -early), late) + shift
    }
  }

  /// The lower weighted median; zero where nothing has weight.
  static func median(_ values: [Float], _ weights: [Float], _ order: inout [Int]) -> Float {
    order.removeAll(keepingCapacity: true)
    var total: Float = 0
    for index in values.indices where weights[index] > 0 {
      total += weights[index]
      // Insertion: there are a dozen leads.
      var place = order.count
      order.append(index)
      while place > 0, values[order[place - 1]] > values[index] {
        order[place] = order[place - 1]
        place -= 1
      }
      order[place] = index
    }
    var sum: Float = 0
    for index in order {
      sum += weights[index]
      if sum >= total / 2 { return values[index] }
    }
    return order.last.map { values[$0] } ?? 0
  }
}
