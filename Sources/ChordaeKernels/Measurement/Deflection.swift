/// A deflection of the QRS complex of a representative beat: a stretch of the signal on one side of the
/// baseline, as the standard for measurements has it (`LeadMeasurer`).
///
/// Single beats have noise of more than its 10 uV: theirs are named by a rule of their own
/// (`QRSDeflections`).
struct Deflection {
  /// Samples of the stretch.
  var range: ClosedRange<Int>
  /// The sample farthest from the baseline, and how far it is from it in mV.
  var peak: Int
  var peakValue: Float
  /// Sum of the distances from the baseline.
  var sum: Float

  var isPositive: Bool { peakValue > 0 }
  var count: Int { range.count }

  /// Sets `found` to the deflections of a complex, in order of time.
  static func find(
    _ beat: [Float], _ complex: ClosedRange<Int>, baseline: Float, samplingFrequency: Double,
    into found: inout [Deflection]
  ) {
    found.removeAll(keepingCapacity: true)
    var start: Int?
    for place in complex {
      let value = beat[place] - baseline
      let side: Float = value >= 0.01 ? 1 : value <= -0.01 ? -1 : 0
      if let first = start, side * (beat[first] - baseline) <= 0 {
        add(beat, first...(place - 1), complex, baseline, samplingFrequency, to: &found)
        start = nil
      }
      if start == nil, side != 0 { start = place }
    }
    if let first = start {
      add(beat, first...complex.upperBound, complex, baseline, samplingFrequency, to: &found)
    }
  }

  /// Q, R, S, R', S' of a complex; one that is negative throughout is an S.
  static func named(_ found: [Deflection]) -> [Deflection?] {
    var named = [Deflection?](repeating: nil, count: 5)
    guard let r = found.firstIndex(where: \.isPositive) else {
      named[2] = found.first
      return named
    }
    if r > 0 { named[0] = found[r - 1] }
    for (place, deflection) in found[r...].prefix(4).enumerated() {
      named[1 + place] = deflection
    }
    return named
  }

  /// Appends a stretch if it is a deflection; two on the same side with nothing between are one.
  private static func add(
    _ beat: [Float], _ range: ClosedRange<Int>, _ complex: ClosedRange<Int>, _ baseline: Float,
    _ samplingFrequency: Double, to found: inout [Deflection]
  ) {
    var deflection = Deflection(range: range, peak: range.lowerBound, peakValue: 0, sum: 0)
    var highCount = 0
    for place in range {
      let value = beat[place] - baseline
      deflection.sum += value
      if abs(value) >= 0.03 { highCount += 1 }
      if abs(value) > abs(deflection.peakValue) {
        (deflection.peak, deflection.peakValue) = (place, value)
      }
    }
    // A stretch that the J point cuts off must turn before it; else it is the ST segment's level.
    let cut = range.upperBound == complex.upperBound ? beat[range.upperBound] - baseline : 0
    guard Double(range.count) >= 0.012 * samplingFrequency,
      highCount > 0, Double(highCount) >= 0.006 * samplingFrequency,
      abs(deflection.peakValue) - abs(cut) >= 0.03
    else { return }
    if let last = found.last, last.isPositive == deflection.isPositive {
      found[found.count - 1].merge(deflection)
    } else {
      found.append(deflection)
    }
  }

  private mutating func merge(_ next: Deflection) {
    range = range.lowerBound...next.range.upperBound
    sum += next.sum
    if abs(next.peakValue) > abs(peakValue) { (peak, peakValue) = (next.peak, next.peakValue) }
  }
}
