import ChordaeCore
import ChordaeKernels

/// One window of a long recording.
struct ECGWindow {
  /// Greatest part that may be missing where variability is given.
  static let largestMissing = 0.15

  let start: Double
  private let tally: BeatTally
  private let missing: Double
  private let nn: RRSeries
  /// Seconds of rhythm that was looked at, and of fibrillation in it.
  private let rhythm: (all: Double, fibrillating: Double)

  /// What a window of a recording holds.
  init(_ source: ECGWindows.Source, _ window: ECGWindows.Window) {
    let end = window.end
    start = window.start
    tally = BeatTally(
      source.ecg.beats, window.beats, samplingFrequency: source.ecg.recording.samplingFrequency)
    missing = end > start ? min(1, max(0, 1 - tally.seconds / (end - start))) : 1
    nn = source.nn.part(source.nn.places(from: start, to: end))
    let windows = Self.inside(source.fibrillation, start, end)
    rhythm = (
      windows.reduce(0) { $0 + $1.seconds },
      windows.filter(\.isFibrillation).reduce(0) { $0 + $1.seconds }
    )
  }

  /// Whether no more than 15 % is missing.
  var isValid: Bool { missing <= Self.largestMissing }

  /// The window's row of the table.
  func row(_ kind: String) -> [FeatureValue] {
    let moments = RRMoments(isValid ? nn.milliseconds : [])
    let differences = SuccessiveDifferences(isValid ? nn : RRSeries())
    let powers =
      isValid ? TachogramSpectrum.density(nn).map { RRPowers(trapezoids: $0) } : nil
    func number(_ value: Double?) -> FeatureValue {
      FeatureValue(value, else: isValid ? .tooFewBeats : .tooManyGaps)
    }
    return [
      .text(kind), .number(start), .integer(Int64(tally.beatCount)), number(tally.meanRate),
      number(tally.leastRate), number(tally.greatestRate), number(moments.deviation),
      number(differences.rootMeanSquare), number(differences.percentAbove50), number(powers?.low),
      number(powers?.high), number(powers?.ratio), .integer(Int64(tally.ventricularCount)),
      .integer(Int64(tally.supraventricularCount)),
      number(rhythm.all > 0 ? rhythm.fibrillating / rhythm.all : nil), .number(missing),
    ]
  }

  /// The windows whose middle lies between two times.
  private static func inside(
    _ windows: [ECGWindows.Rhythm], _ start: Double, _ end: Double
  ) -> ArraySlice<ECGWindows.Rhythm> {
    func place(_ time: Double) -> Int {
      var (low, high) = (0, windows.count)
      while low < high {
        let middle = (low + high) / 2
        let isBefore = (windows[middle].start + windows[middle].end) / 2 < time
        if isBefore { low = middle + 1 } else { high = middle }
      }
      return low
    }
    let first = place(start)
    return windows[first..<max(first, place(end))]
  }
}
