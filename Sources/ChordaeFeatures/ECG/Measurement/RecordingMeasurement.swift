internal import ChordaeKernels

/// Gathers what was measured strip by strip, conducted and paced beats apart.
struct RecordingMeasurement {
  private var conducted: Kind?
  private var paced: Kind?

  private struct Kind {
    var beatCount = 0
    var figures: RunningMedians
  }

  /// Takes in a strip.
  mutating func add(_ strip: StripMeasurement) {
    if strip.isPaced { Self.add(strip, to: &paced) } else { Self.add(strip, to: &conducted) }
  }

  /// The medians over the strips of the kind of beats that are more, conducted ones if as many.
  func result() -> ECGMeasurements? {
    let isPaced = (paced?.beatCount ?? 0) > (conducted?.beatCount ?? 0)
    guard let kind = isPaced ? paced : conducted else { return nil }
    return ECGMeasurements(
      isPaced: isPaced, beatCount: kind.beatCount, figures: kind.figures.medians())
  }

  private static func add(_ strip: StripMeasurement, to kind: inout Kind?) {
    if kind == nil { kind = Kind(figures: RunningMedians(width: strip.figures.count)) }
    kind?.beatCount += strip.beats.count
    kind?.figures.add(strip.figures)
  }
}
