/// Places the R peak on the waveform of a lead: the extremum of the deflection that dominates in
/// that lead, so that successive beats are measured at the same wave.
struct RPeakLocator {
  private let reach: Int
  private let baselineDistance: Int
  private let smoothing: Int
  /// Samples from one that a mean is taken of to the next: of 8 ms no more than seven are, so that the
  /// cost of a beat grows with the rate and not with its square.
  private let step: Int
  /// Samples of a mean.
  private let smoothedCount: Float
  private var lead = -1
  private var usualUpward: Float = 0
  private var usualDownward: Float = 0

  /// A locator for a lead of `samplingFrequency` Hz.
  init(samplingFrequency: Double) {
    reach = Int((0.08 * samplingFrequency).rounded())
    baselineDistance = Int((0.1 * samplingFrequency).rounded())
    smoothing = Int((0.004 * samplingFrequency).rounded())
    step = max(1, smoothing / 2)
    smoothedCount = Float(2 * smoothing / step + 1)
  }

  /// A turning point of a lead: its place in the waveform and its distance from the baseline.
  typealias Deflection = (index: Int, amplitude: Float)

  /// The highest and the lowest point within 80 ms of a place, as index and distance from the line
  /// between the points 100 ms before and after it; found on means over 8 ms, placed on the sample.
  func extrema(
    of waveform: [Float], around center: Int, within present: Range<Int>
  ) -> (up: Deflection, down: Deflection) {
    let left = smoothed(waveform.span, center - baselineDistance, present)
    let right = smoothed(waveform.span, center + baselineDistance, present)
    let slope = (right - left) / Float(2 * baselineDistance)
    var up: Deflection = (center, 0)
    var down: Deflection = (center, 0)
    let first = max(present.lowerBound, center - reach)
    let last = min(present.upperBound - 1, center + reach)
    let samples = waveform.span
    let isInside = first - smoothing >= present.lowerBound && last + smoothing < present.upperBound
    let part = isInside ? samples.extracting(first - smoothing..<last + smoothing + 1) : samples
    var index = first
    while isInside, index + 3 <= last {
      let times = SIMD4<Float>(0, 1, 2, 3) + Float(index - center + baselineDistance)
      let heights = fourMeans(part, from: index - first) - (left + slope * times)
      if any(heights .> up.amplitude .| -heights .> down.amplitude) {
        for lane in 0..<4 {
          if heights[lane] > up.amplitude { up = (index + lane, heights[lane]) }
          if -heights[lane] > down.amplitude { down = (index + lane, -heights[lane]) }
        }
      }
      index += 4
    }
    while index <= last {
      let baseline = left + slope * Float(index - center + baselineDistance)
      let height = smoothed(samples, index, present) - baseline
      if height > up.amplitude { up = (index, height) }
      if -height > down.amplitude { down = (index, -height) }
      index += 1
    }
    up.index = sharpest(waveform, near: up.index, present, sign: 1)
    down.index = sharpest(waveform, near: down.index, present, sign: -1)
    return (up, down)
  }

  /// Which of a beat's two deflections its R peak is: the one that was the larger in the beats
  /// before it, unless the other is twice as large in this beat.
  mutating func choose(
    _ extrema: (up: Deflection, down: Deflection), lead: Int
  ) -> Deflection {
    let (up, down) = (extrema.up.amplitude, extrema.down.amplitude)
    if lead != self.lead {
      self.lead = lead
      (usualUpward, usualDownward) = (up, down)
    }
    usualUpward += (up - usualUpward) / 8
    usualDownward += (down - usualDownward) / 8
    let isUpward = usualUpward >= usualDownward ? down <= 2 * up : up > 2 * down
    return isUpward ? extrema.up : extrema.down
  }

  /// The means of samples from each of four neighbours on, none of them beyond an end.
  @inline(__always)
  private func fourMeans(_ samples: Span<Float>, from first: Int) -> SIMD4<Float> {
    precondition(first >= 0 && first + 2 * smoothing + 4 <= samples.count)
    var sums = SIMD4<Float>.zero
    // Safe: the last mean ends with the samples.
    unsafe samples.withUnsafeBytes { samples in
      for place in stride(from: first, through: first + 2 * smoothing, by: step) {
        unsafe sums += samples.loadUnaligned(fromByteOffset: 4 * place, as: SIMD4<Float>.self)
      }
    }
    return sums / smoothedCount
  }

  @inline(__always)
  private func smoothed(_ samples: Span<Float>, _ index: Int, _ present: Range<Int>) -> Float {
    let middle = min(max(index, present.lowerBound), present.upperBound - 1)
    let first = max(present.lowerBound, middle - smoothing)
    let end = min(present.upperBound, middle + smoothing + 1)
    var (sum, count): (Float, Float) = (0, 0)
    var place = first
    while place < end {
      sum += samples[place]
      count += 1
      place += step
    }
    return sum / count
  }

  private func sharpest(
    _ waveform: [Float], near index: Int, _ present: Range<Int>, sign: Float
  ) -> Int {
    var best = index
    let first = max(present.lowerBound, index - smoothing)
    let last = min(present.upperBound - 1, index + smoothing)
    for place in stride(from: first, through: last, by: 1)
    where sign * waveform[place] > sign * waveform[best] {
      best = place
    }
    return best
  }
}
