public import ChordaeCore
internal import ChordaeKernels

/// What the intervals between beats tell of atrial fibrillation.
public struct AFRhythm: ECGFeature {
  public static let group = FeatureGroup(
    "af.rhythm", from: .ecg, columns, recording: .longest, settings: .beats, prefix: "af")

  /// The feature; its settings act in the preparation.
  public init(_ context: ECGContext) {}

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    let windows = FibrillationWindow.windows(ecg.supraventricularRR())
    let reason = ecg.beatFault ?? .tooFewBeats
    func median(_ figure: (RRIrregularity) -> Double?) -> Double? {
      OrderStatistics(windows.compactMap { figure($0.irregularity) }).median
    }
    output.append(median { $0.normalizedRMSSD }, else: reason)
    output.append(median { $0.sampleEntropyCoefficient }, else: reason)
    output.append(median { $0.lorenzEvidence }, else: reason)
    output.append(median { $0.entropy }, else: reason)
    output.append(median { $0.turningPointRatio }, else: reason)
    let all = windows.reduce(0) { $0 + $1.seconds }
    let fibrillating = windows.filter(\.irregularity.isFibrillation)
    let share = fibrillating.reduce(0) { $0 + $1.seconds } / all
    let episodes = Self.episodes(windows)
    let isKnown = !windows.isEmpty
    output.append(isKnown ? 100 * share : nil, else: reason)
    output.append(FeatureValue(isKnown ? episodes.count : nil, else: reason))
    output.append(isKnown ? episodes.max() ?? 0 : nil, else: reason)
    output.append(FeatureValue(isKnown ? windows.count : nil, else: reason))
  }

  /// Seconds of each unbroken row of windows taken for fibrillation.
  private static func episodes(_ windows: [FibrillationWindow]) -> [Double] {
    var episodes: [Double] = []
    var start: Double?
    for (place, window) in windows.enumerated() where window.irregularity.isFibrillation {
      let before = place > 0 && window.continues && windows[place - 1].irregularity.isFibrillation
      if before, let start {
        episodes[episodes.count - 1] = window.end - start
      } else {
        start = window.start
        episodes.append(window.seconds)
      }
    }
    return episodes
  }
}
