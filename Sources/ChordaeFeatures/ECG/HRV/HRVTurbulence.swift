public import ChordaeCore
internal import ChordaeKernels

/// How the sinus rhythm answers to premature beats of the ventricles.
public struct HRVTurbulence: ECGFeature {
  private static let describe = IntervalColumns(
    prefix: "hrv.turbulence",
    citation: "Schmidt et al., Lancet 1999;353:1390; Bauer et al., J Am Coll Cardiol 2008;52:1353",
    parameters: [
      Field.Pair("beats", "detected and typed by shape and time, or by --annotator"),
      Field.Pair(
        "premature", "one V between six N before and sixteen N behind it, no gap among them"),
      Field.Pair("reference", "mean of the five RR before the coupling interval"),
      Field.Pair("coupling", "at most 0.8 of the reference"),
      Field.Pair("pause", "at least 1.2 of the reference"),
      Field.Pair(
        "sinus", "300 to 2000 ms, steps below 200 ms, at most 20 % off the reference"),
    ])

  public static let group = FeatureGroup(
    "hrv.turbulence", from: .ecg,
    [
      describe.count(
        "count", "Premature beats for turbulence",
        "Ventricular premature beats that pass the filters.", "count"),
      describe.number(
        "onset", "Turbulence onset",
        "Change of the two RR behind the pause against the two before the coupling interval; below zero "
          + "where the heart speeds up. Null with fewer than five beats.", .percent,
        "100 ((RR1 + RR2) - (RR-2 + RR-1)) / (RR-2 + RR-1), mean over the beats", bounds: nil,
        or: [.tooFewEctopicBeats]),
      describe.number(
        "slope", "Turbulence slope",
        "Steepest rise over five successive of the fifteen RR behind the pause, in their mean over the "
          + "beats. Null with fewer than five beats.", .millisecondsPerInterval,
        "greatest least-squares slope", bounds: nil, or: [.tooFewEctopicBeats]),
    ], recording: .longest, settings: .beats)

  /// The feature; its settings act in the preparation.
  public init(_ context: ECGContext) {}

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    var turbulence = RateTurbulence()
    for place in ecg.beats.indices where ecg.beats.kind(place) == .ventricular {
      if let intervals = Self.intervals(around: place, ecg) { turbulence.add(intervals[...]) }
    }
    let fault = ecg.beatFault ?? (ecg.meanRR() == nil ? .tooFewBeats : nil)
    output.append(FeatureValue(fault == nil ? turbulence.count : nil, else: fault ?? .tooFewBeats))
    output.append(turbulence.onset, else: fault ?? .tooFewEctopicBeats)
    output.append(turbulence.slope, else: fault ?? .tooFewEctopicBeats)
  }

  /// The RR in ms from five before the coupling interval to fifteen behind the pause; nil where any of
  /// them holds a gap or another beat than the premature one is not typed N.
  private static func intervals(around place: Int, _ ecg: PreparedECG) -> [Double]? {
    let beats = ecg.beats
    let ends = place - RateTurbulence.before...place + 1 + RateTurbulence.after
    guard ends.lowerBound > 0, ends.upperBound < beats.count else { return nil }
    for beat in ends.lowerBound - 1...ends.upperBound where beat != place {
      guard beats.isNormal(beat) else { return nil }
    }
    guard ends.allSatisfy({ !beats.followsGap($0) }) else { return nil }
    return ends.map {
      Double(beats.sample($0) - beats.sample($0 - 1)) / ecg.recording.samplingFrequency * 1000
    }
  }
}
