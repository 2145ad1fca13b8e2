/// Intervals over time, brought to four samples a second.
///
/// Each interval stands at its end; between them runs a cubic spline (not-a-knot). Resampled piece by
/// piece: no more than a segment's samples and the intervals around it are held.
struct Tachogram {
  /// Samples a second.
  static let samplingFrequency = 4.0
  /// Intervals on either side of a piece that its spline is made from: what lies beyond would change it
  /// by less than 2^-64.
  private static let margin = 64

  /// Seconds that intervals may last in the mean.
  private static let longestMeanInterval = 30.0

  /// Samples of the stretch: from its first interval's end up to, not at, its last one's.
  let sampleCount: Int
  private let series: RRSeries
  private let stretch: Range<Int>
  private let start: Double

  /// The tachogram of one stretch of a series; nil of fewer than four intervals, or of such as last more than
  /// half a minute in the mean.
  init?(_ series: RRSeries, _ stretch: Range<Int>) {
    guard stretch.count >= 4 else { return nil }
    self.series = series
    self.stretch = stretch
    start = series.ends[stretch.lowerBound]
    let seconds = series.ends[stretch.upperBound - 1] - start
    // A header's absurd rate must not make an interval last days, each resampled four times a second.
    guard seconds <= Self.longestMeanInterval * Double(stretch.count) else { return nil }
    sampleCount = Int((seconds * Self.samplingFrequency).rounded(.up))
  }

  /// The samples from `first` on, as many as `samples` holds, in ms.
  ///
  /// `place` is one in the series at or before the first sample; it is moved on, so that pieces taken in
  /// order cost linear time.
  func resample(from first: Int, near place: inout Int, into samples: inout [Double]) {
    let from = Double(first) / Self.samplingFrequency
    let through = Double(first + samples.count - 1) / Self.samplingFrequency
    place = max(place, stretch.lowerBound)
    while place + 1 < stretch.upperBound - 1, time(place + 1) <= from { place += 1 }
    var behind = place + 1
    while behind < stretch.upperBound, time(behind) < through { behind += 1 }
    let low = max(stretch.lowerBound, place - Self.margin)
    let high = min(stretch.upperBound, behind + 1 + Self.margin)
    let spline = CubicSpline(
      (low..<high).map(time), Array(series.milliseconds[low..<high]),
      isCut: (low > stretch.lowerBound, high < stretch.upperBound))
    spline.evaluate(
      from: from, step: 1 / Self.samplingFrequency, count: samples.count, into: &samples)
  }

  /// The part of the time from a sample on that the intervals which end in it last.
  func coverage(from first: Int, seconds: Double) -> Double {
    let from = start + Double(first) / Self.samplingFrequency
    let places = series.places(from: from, to: from + seconds).clamped(to: stretch)
    return series.milliseconds[places].reduce(0, +) / (1000 * seconds)
  }

  private func time(_ place: Int) -> Double { series.ends[place] - start }
}
