internal import ChordaeCore

/// What is true of a simulated recording by construction.
struct ECGTruth {
  let layout: WFDBWriter.Layout
  let sampleCount: Int
  let intervals: BeatIntervals
  /// Samples of one lead that are marked missing.
  let missing: Int
  var beats: [SimulatedBeat] = []

  /// RR intervals in milliseconds, all of them.
  private var rr: [Double] {
    zip(beats, beats.dropFirst()).map {
      Double($1.sample - $0.sample) * 1000 / Double(layout.samplingFrequency)
    }
  }

  /// Whether each interval lies between two normal beats.
  private var isNN: [Bool] {
    zip(beats, beats.dropFirst()).map { !$0.isVentricular && !$1.isVentricular }
  }

  /// The figures as `truth.jsonl` states them, NN statistics by the usual definitions.
  var json: JSONValue {
    let (rr, isNN) = (rr, isNN)
    let nn = zip(rr, isNN).filter(\.1).map(\.0)
    let adjacent = rr.indices.dropLast().filter { isNN[$0] && isNN[$0 + 1] }
    let steps = adjacent.map { rr[$0 + 1] - rr[$0] }
    let mean = Self.mean(nn)
    let spread = mean.map { mean in nn.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) }
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    let sdnn = spread.flatMap { nn.count > 1 ? ($0 / Double(nn.count - 1)).squareRoot() : nil }
    let far = steps.filter { abs($0) > 50 }.count
    return .object([
      ("lead_count", .integer(Int64(layout.leads.count))),
      ("sampling_frequency", .integer(Int64(layout.samplingFrequency))),
      ("samples", .integer(Int64(sampleCount))),
      ("duration_s", .number(Double(sampleCount) / Double(layout.samplingFrequency))),
      ("missing_fraction", .number(Double(missing) / Double(sampleCount * layout.leads.count))),
      ("beats", .integer(Int64(beats.count))),
      ("ventricular_beats", .integer(Int64(beats.filter(\.isVentricular).count))),
      ("mean_rr_ms", number(Self.mean(rr))),
      ("heart_rate", number(Self.mean(rr).map { 60000 / $0 })),
      ("nn_intervals", .integer(Int64(nn.count))), ("mean_nn_ms", number(mean)),
      ("sdnn_ms", number(sdnn)),
      ("rmssd_ms", number(Self.mean(steps.map { $0 * $0 })?.squareRoot())),
      ("pnn50_percent", number(steps.isEmpty ? nil : 100 * Double(far) / Double(steps.count))),
      ("normal_beat_ms", intervals.json),
    ])
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

extension BeatIntervals {
  /// Onsets and offsets relative to the R peak, and the intervals that follow from them.
  fileprivate var json: JSONValue {
    let figures = [
      ("p_onset", pOnset), ("p_offset", pOffset), ("qrs_onset", qrsOnset),
      ("qrs_offset", qrsOffset), ("t_onset", tOnset), ("t_offset", tOffset),
      ("pr", qrsOnset - pOnset), ("qrs", qrsOffset - qrsOnset), ("qt", tOffset - qrsOnset),
    ]
    return .object(figures.map { (key: $0, value: .integer(Int64($1))) })
  }
}
