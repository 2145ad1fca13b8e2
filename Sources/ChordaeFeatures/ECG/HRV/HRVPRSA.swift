public import ChordaeCore
internal import ChordaeKernels

/// The heart's capacities to slow down and to speed up.
public struct HRVPRSA: ECGFeature {
  private static let describe = IntervalColumns(
    prefix: "hrv.prsa", citation: "Bauer et al., Lancet 2006;367:1674",
    parameters: IntervalColumns.nn + [
      Field.Pair("anchors", "change of less than 20 % from the NN before"),
      Field.Pair("around", "two NN before and one behind the anchor, all adjacent"),
    ])

  public static let group = FeatureGroup(
    "hrv.prsa", from: .ecg,
    [
      describe.number(
        "dc", "Deceleration capacity",
        "Mean contrast of the NN around those that are longer than the one before; null with fewer than "
          + "ten of them.", .millisecond, "(X0 + X1 - X-1 - X-2) / 4, mean over anchors",
        bounds: nil),
      describe.number(
        "ac", "Acceleration capacity",
        "Mean contrast of the NN around those that are shorter than the one before; null with fewer than "
          + "ten of them.", .millisecond, "(X0 + X1 - X-1 - X-2) / 4, mean over anchors",
        bounds: nil),
      describe.count(
        "dc_anchors", "Deceleration anchors", "NN that are longer than the one before.",
        "count of anchors"),
      describe.count(
        "ac_anchors", "Acceleration anchors", "NN that are shorter than the one before.",
        "count of anchors"),
    ], recording: .longest, settings: [.beats, .nnFilter])

  private static let leastAnchors = 10
  private let filters: Bool

  /// The feature, with the 20 % rule where the options ask for it.
  public init(_ context: ECGContext) { filters = context.options.filtersNN }

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    let nn = ecg.nn(filters: filters)
    let prsa = PhaseRectifiedAveraging(nn)
    let reason = ecg.beatFault ?? .tooFewBeats
    func enough(_ value: Double?, _ count: Int) -> Double? {
      count >= Self.leastAnchors ? value : nil
    }
    output.append(enough(prsa.decelerationCapacity, prsa.decelerationCount), else: reason)
    output.append(enough(prsa.accelerationCapacity, prsa.accelerationCount), else: reason)
    // Of fewer than four NN none can be an anchor.
    let isKnown = nn.count >= 4
    output.append(FeatureValue(isKnown ? prsa.decelerationCount : nil, else: reason))
    output.append(FeatureValue(isKnown ? prsa.accelerationCount : nil, else: reason))
  }
}
