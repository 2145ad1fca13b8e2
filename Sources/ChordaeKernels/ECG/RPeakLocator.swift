/// Places the R peak on the waveform of a lead: the extremum of the deflection that dominates in
/// that lead, so that successive beats are measured at the same wave.
struct RPeakLocator {
  private let reach: Int
  private let baselineDistance: Int
  private let smoothing: Int
  private var lead = -1
  private var usualUpward: Float = 0
  private var usualDownward: Float = 0

  /// A locator for a lead of `samplingFrequency` Hz.
  init(samplingFrequency: Double) {
    reach = Int((0.08 * samplingFrequency).rounded())
    baselineDistance = Int((0.1 * samplingFrequency).rounded())
    smoothing = Int((0.004 * samplingFrequency).rounded())
  }

  /// The highest and the lowest point within 80 ms of a place, as index and distance from the line
  /// between the points 100 ms before and after it; found on means over 8 ms, placed on the sample.
  func extrema(
    of waveform: [Float], around center: Int, within present: Range<Int>
  ) -> (up: (index: Int, amplitude: Float), down: (index: Int, amplitude: Float)) {
    let left = smoothed(waveform, center - baselineDistance, present)
    let right = smoothed(waveform, center + baselineDistance, present)
    let slope = (right - left) / Float(2 * baselineDistance)
    var up: (index: Int, amplitude: Float) = (center, 0)
    var down: (index: Int, amplitude: Float) = (center, 0)
    let first = max(present.lowerBound, center - reach)
    let last = min(present.upperBound - 1, center + reach)
    for index in stride(from: first, through: last, by: 1) {
      let baseline = left + slope * Float(index - center + baselineDistance)
      let height = smoothed(waveform, index, present) - baseline
      if height > up.amplitude { up = (index, height) }
      if -height > down.amplitude { down = (index, -height) }
    }
    up.index = sharpest(waveform, near: up.index, present) { $0 > $1 }
    down.index = sharpest(waveform, near: down.index, present) { $0 < $1 }
    return (up, down)
  }

  /// Which of a beat's two deflections its R peak is: the one that was the larger in the beats
  /// before it, unless the other is twice as large in this beat.
  mutating func choose(_ beat: QRSCandidate) -> QRSCandidate.Deflection {
    let (up, down) = (beat.upward.amplitude, beat.downward.amplitude)
    if beat.lead != lead {
      lead = beat.lead
      (usualUpward, usualDownward) = (up, down)
    }
    usualUpward += (up - usualUpward) / 8
    usualDownward += (down - usualDownward) / 8
    let isUpward = usualUpward >= usualDownward ? down <= 2 * up : up > 2 * down
    return isUpward ? beat.upward : beat.downward
  }

  private func smoothed(_ waveform: [Float], _ index: Int, _ present: Range<Int>) -> Float {
    let middle = min(max(index, present.lowerBound), present.upperBound - 1)
    let first = max(present.lowerBound, middle - smoothing)
    let last = min(present.upperBound - 1, middle + smoothing)
    var sum: Float = 0
    for place in first...last { sum += waveform[place] }
    return sum / Float(last - first + 1)
  }

  private func sharpest(
    _ waveform: [Float], near index: Int, _ present: Range<Int>, by precedes: (Float, Float) -> Bool
  ) -> Int {
    var best = index
    let first = max(present.lowerBound, index - smoothing)
    let last = min(present.upperBound - 1, index + smoothing)
    for place in stride(from: first, through: last, by: 1)
    where precedes(waveform[place], waveform[best]) {
      best = place
    }
    return best
  }
}
