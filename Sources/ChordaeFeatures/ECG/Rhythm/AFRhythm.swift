public import ChordaeCore
internal import ChordaeKernels

/// What the intervals between beats tell of atrial fibrillation.
public struct AFRhythm: ECGFeature {
  public static let group = FeatureGroup(
    "af.rhythm", from: .ecg, columns, recording: .longest, settings: .beats, prefix: "af")

  /// The feature; its settings act in the preparation.
  public init(_ context: ECGContext) {}

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    let tally = Tally(ecg.supraventricularRR())
    let reason = ecg.beatFault ?? .tooFewBeats
    for figures in tally.figures { output.append(OrderStatistics(figures).median, else: reason) }
    let isKnown = tally.count > 0
    output.append(isKnown ? 100 * (tally.fibrillating / tally.seconds) : nil, else: reason)
    output.append(FeatureValue(isKnown ? tally.episodeCount : nil, else: reason))
    output.append(isKnown ? tally.longestEpisode : nil, else: reason)
    output.append(FeatureValue(isKnown ? tally.count : nil, else: reason))
  }

  /// What is kept of a series' windows.
  private struct Tally {
    /// Figure by figure the values of the windows that have one.
    var figures = [[Double]](repeating: [], count: 5)
    var count = 0
    var seconds = 0.0
    var fibrillating = 0.0
    var episodeCount = 0
    /// Seconds of the longest unbroken row of windows taken for fibrillation; 0 without one.
    var longestEpisode = 0.0
    /// Where the row begins that the last window belongs to; nil where it is in none.
    private var episodeStart: Double?

    init(_ series: RRSeries) {
      for place in figures.indices {
        figures[place].reserveCapacity(series.count / FibrillationWindow.count + 1)
      }
      FibrillationWindow.forEach(in: series) { add($0) }
    }

    private mutating func add(_ window: FibrillationWindow) {
      let irregularity = window.irregularity
      let values = [
        irregularity.normalizedRMSSD, irregularity.sampleEntropyCoefficient,
        irregularity.lorenzEvidence, irregularity.entropy, irregularity.turningPointRatio,
      ]
      for (place, value) in values.enumerated() { if let value { figures[place].append(value) } }
      count += 1
      seconds += window.seconds
      guard irregularity.isFibrillation else {
        episodeStart = nil
        return
      }
      fibrillating += window.seconds
      if window.continues, let start = episodeStart {
        longestEpisode = max(longestEpisode, window.end - start)
      } else {
        episodeCount += 1
        episodeStart = window.start
        longestEpisode = max(longestEpisode, window.seconds)
      }
    }
  }
}
