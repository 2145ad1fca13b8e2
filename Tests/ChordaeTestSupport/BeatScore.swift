/// How detected beats agree with a cardiologist's, by the rule of ANSI/AAMI EC57: two beats match
/// that lie at most 150 ms apart, each beat matches at most one, ventricular flutter is not scored.
public struct BeatScore: Sendable {
  public private(set) var matched = 0
  public private(set) var missed = 0
  public private(set) var extra = 0

  /// The score of no beats.
  public init() {}

  /// The score of one record; only samples of `range` outside `excluded` count.
  public init(
    reference: [Int], detected: [Int], samplingFrequency: Double, in range: ClosedRange<Int>,
    without excluded: [ClosedRange<Int>] = []
  ) {
    func isScored(_ sample: Int) -> Bool {
      range.contains(sample) && !excluded.contains { $0.contains(sample) }
    }
    let reference = reference.filter(isScored)
    let detected = detected.filter(isScored)
    let window = Int(0.15 * samplingFrequency)
    var (r, d) = (0, 0)
    while r < reference.count, d < detected.count {
      let distance = detected[d] - reference[r]
      if distance < 0, isNearer(detected, d + 1, to: reference[r], than: -distance) {
        extra += 1
        d += 1
      } else if distance > 0, isNearer(reference, r + 1, to: detected[d], than: distance) {
        missed += 1
        r += 1
      } else if abs(distance) <= window {
        matched += 1
        r += 1
        d += 1
      } else if distance < 0 {
        extra += 1
        d += 1
      } else {
        missed += 1
        r += 1
      }
    }
    missed += reference.count - r
    extra += detected.count - d
  }

  /// Matched beats in percent of the cardiologist's.
  public var sensitivity: Double { 100 * Double(matched) / Double(max(1, matched + missed)) }

  /// Matched beats in percent of the detected.
  public var positivePredictivity: Double {
    100 * Double(matched) / Double(max(1, matched + extra))
  }

  /// Adds a record's beats: gross figures are those of all beats together.
  public static func += (sum: inout BeatScore, record: BeatScore) {
    sum.matched += record.matched
    sum.missed += record.missed
    sum.extra += record.extra
  }

  private func isNearer(_ beats: [Int], _ place: Int, to beat: Int, than distance: Int) -> Bool {
    place < beats.count && abs(beats[place] - beat) < distance
  }
}
