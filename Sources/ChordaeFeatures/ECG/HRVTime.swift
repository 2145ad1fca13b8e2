public import ChordaeCore

/// Heart rate variability in the time domain, from normal-to-normal intervals.
public struct HRVTime: ECGFeature {
  private static func method(_ figure: String) -> Method {
    Method(
      figure,
      parameters: [
        Field.Pair("nn", "between adjacent beats typed N, none with a gap in it"),
        // A difference of exactly 50 ms falls to either side by this rounding: at 360 Hz that moves
        // pNN50 by some tenths of a percent, and the peers' figures are those of this order.
        Field.Pair("milliseconds", "samples / sampling frequency * 1000, each step in float64"),
        Field.Pair("differences", "only between NN intervals that share a beat"),
        Field.Pair("beats", "detected, all typed N, or by --annotator"),
        Field.Pair("--nn-filter", "leaves out NN more than 20 % off the last accepted one"),
      ],
      citation: "Task Force of the ESC and NASPE, Circulation 1996;93:1043")
  }

  private static let missing: [MissingReason] = [
    .noSignal, .tooShort, .tooFewBeats, .noLead, .bandAboveNyquist, .unsupported,
  ]

  public static let group = FeatureGroup(
    "hrv.time", from: .ecg,
    [
      FeatureColumn(
        "hrv.time.mean_rr", "Mean NN interval",
        "Mean of the NN intervals; null with fewer than two.", type: .float64,
        unit: .millisecond,
        codes: [StandardCode(.loinc, "8637-1", "R-R interval by EKG", .broader)],
        method: method("arithmetic mean of NN"), bounds: .nonNegative, missing: missing),
      FeatureColumn(
        "hrv.time.sdnn", "SDNN",
        "Standard deviation of the NN intervals, n - 1 in its denominator; null with fewer than two.",
        type: .float64, unit: .millisecond,
        codes: [
          StandardCode(
            .loinc, "80404-7", "R-R interval.standard deviation (Heart rate variability)", .exact)
        ],
        method: method("standard deviation of NN, ddof 1"), bounds: .nonNegative, missing: missing),
      FeatureColumn(
        "hrv.time.rmssd", "RMSSD",
        "Root of the mean square of the differences between adjacent NN intervals.", type: .float64,
        unit: .millisecond, method: method("root mean square of successive differences"),
        bounds: .nonNegative, missing: missing),
      FeatureColumn(
        "hrv.time.pnn50", "pNN50",
        "Differences between adjacent NN intervals of more than 50 ms, in percent of all such "
          + "differences.",
        type: .float64, unit: .percent, method: method("share of |difference| > 50 ms"),
        bounds: Bounds(0, 100), missing: missing),
    ],
    recording: .longest, settings: [.beats, .nnFilter])

  private let filters: Bool

  /// The feature, with the 20 % rule where the options ask for it.
  public init(_ context: ECGContext) { filters = context.options.filtersNN }

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    let intervals = NNIntervals(
      ecg.beats, samplingFrequency: ecg.recording.samplingFrequency, filters: filters)
    var (count, sum, last) = (0, 0.0, 0.0)
    var differences = Differences()
    for interval in intervals {
      count += 1
      sum += interval.milliseconds
      if interval.isAdjacent { differences.add(interval.milliseconds - last) }
      last = interval.milliseconds
    }
    let mean = sum / Double(count)
    let squares = intervals.reduce(0) { $0 + ($1.milliseconds - mean) * ($1.milliseconds - mean) }
    let reason = ecg.beatFault ?? .tooFewBeats
    output.append(count >= 2 ? mean : nil, else: reason)
    output.append(count >= 2 ? (squares / Double(count - 1)).squareRoot() : nil, else: reason)
    output.append(differences.rootMeanSquare, else: reason)
    output.append(differences.percentAbove50, else: reason)
  }

  /// Differences of successive intervals.
  private struct Differences {
    var count = 0
    var squares = 0.0
    var above50 = 0

    mutating func add(_ milliseconds: Double) {
      count += 1
      squares += milliseconds * milliseconds
      if abs(milliseconds) > 50 { above50 += 1 }
    }

    var rootMeanSquare: Double? {
      count > 0 ? (squares / Double(count)).squareRoot() : nil
    }

    var percentAbove50: Double? {
      count > 0 ? 100 * Double(above50) / Double(count) : nil
    }
  }
}
