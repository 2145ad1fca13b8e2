/// Names the deflections of one QRS complex in one lead, in the file's own samples.
///
/// These names say where each beat's peaks lie. Those of the representative beat, of which amplitudes
/// and durations are measured, are `Deflection`'s: a median of many beats is quiet enough for the
/// standard's 10 uV and its turning points, one beat alone is not. So the two may differ where a
/// deflection is hardly one.
///
/// A deflection is a stretch on one side of the level at the QRS onset that stays at least 30 uV from
/// it for 6 ms (IEC 60601-2-51, measured over 20 ms before the onset). The first positive one is R, a
/// negative one before it Q, behind it S; the next ones R' and S'. Without a positive one the
/// negative one is a QS, told as `s`. Turning points of at least 50 uV beyond one a deflection are
/// notches.
package struct QRSDeflections: Sendable {
  private let samplingFrequency: Double
  private let half: Int
  /// Samples from one that a mean is taken of to the next: no more than seven are.
  private let step: Int
  private let weight: Float

  private static let leastHeight: Float = 0.03
  private static let leastSeconds = 0.006
  private static let notchHeight: Float = 0.05

  package init(samplingFrequency: Double) {
    self.samplingFrequency = samplingFrequency
    // A mean over 4 ms, an odd number of samples.
    half = Int(0.002 * samplingFrequency)
    step = max(1, half / 2)
    weight = 1 / Float(2 * half / step + 1)
  }

  /// Adds the peaks of the complex between two samples of a lead to its marks.
  ///
  /// - Precondition: no sample of the stretch is missing.
  package func name(in samples: [Float], from onset: Int, to offset: Int, _ marks: inout QRSMarks) {
    let lead = samples.span
    let base = level(lead, before: onset)
    let needed = max(1, Int((Self.leastSeconds * samplingFrequency).rounded(.up)))
    var largest: Float = 0
    var index = onset
    var mean = value(lead, index)
    while index <= offset {
      let sign: Float = mean >= base ? 1 : -1
      var (best, place, high) = (Float(0), index, 0)
      var notches = NotchCount(least: Self.notchHeight)
      while index <= offset {
        let height = sign * (mean - base)
        guard height >= 0 else { break }
        if height > best { (best, place) = (height, index) }
        if height >= Self.leastHeight { high += 1 }
        notches.take(height)
        index += 1
        if index <= offset { mean = value(lead, index) }
      }
      // A value that is no number would hold the place.
      if index == place {
        index += 1
        if index <= offset { mean = value(lead, index) }
      }
      if best > largest { (largest, marks.peak) = (best, place) }
      guard high >= needed else { continue }
      add(place, isPositive: sign > 0, &marks)
      marks.notchCount += notches.count
    }
    if marks.r == nil, let q = marks.q {
      (marks.s, marks.q) = (q, nil)
    }
  }

  private func add(_ place: Int, isPositive: Bool, _ marks: inout QRSMarks) {
    switch (isPositive, marks.r, marks.s) {
    case (true, nil, _): marks.r = place
    case (true, _, .some): marks.rPrime = marks.rPrime ?? place
    case (false, nil, _): marks.q = marks.q ?? place
    case (false, .some, nil): marks.s = place
    case (false, .some, .some) where marks.rPrime != nil: marks.sPrime = marks.sPrime ?? place
    default: marks.notchCount += 1
    }
  }

  /// The mean of the samples around one; of none that is missing.
  @inline(__always)
  private func value(_ lead: Span<Float>, _ index: Int) -> Float {
    guard half > 0, index >= half, index + half < lead.count else { return lead[index] }
    var sum: Float = 0
    var place = index - half
    while place <= index + half {
      sum += lead[place]
      place += step
    }
    return sum * weight
  }

  private func level(_ lead: Span<Float>, before onset: Int) -> Float {
    let start = max(0, onset - Int(0.02 * samplingFrequency))
    var (sum, count) = (Float(0), Float(0))
    for index in start...onset where lead[index].isPresent {
      sum += lead[index]
      count += 1
    }
    return count > 0 ? sum / count : 0
  }
}

/// Counts turning points from falling to rising of a least height within one deflection.
struct NotchCount {
  private(set) var count = 0
  private let least: Float
  private var top: Float = 0
  private var bottom: Float = 0

  init(least: Float) { self.least = least }

  mutating func take(_ height: Float) {
    if height > top, bottom == top { (top, bottom) = (height, height) }
    bottom = min(bottom, height)
    // Down and up again by the least height: a notch, and the search begins anew from here.
    if top - bottom >= least, height - bottom >= least {
      count += 1
      (top, bottom) = (height, height)
    }
  }
}
