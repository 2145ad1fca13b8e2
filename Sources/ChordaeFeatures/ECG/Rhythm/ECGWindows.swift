public import ChordaeCore
internal import ChordaeKernels

/// Summaries of each hour and of each 24 hours of recordings of more than an hour.
public struct ECGWindows: ECGFeature {
  public static let group = FeatureGroup(
    "ecg.windows", from: .ecg, columns, tables: [.init(.windows, tableColumns)],
    recording: .longest, settings: [.beats, .nnFilter])

  private static let hourSeconds = 3600.0
  private static let daySeconds = 86_400.0

  private let filters: Bool

  /// The feature, with the 20 % rule where the options ask for it.
  public init(_ context: ECGContext) { filters = context.options.filtersNN }

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    guard ecg.beatFault == nil, ecg.duration > Self.hourSeconds, ecg.duration.isFinite else {
      return output.appendMissing(Self.columns.count, ecg.beatFault ?? .tooShort)
    }
    let source = Source(
      ecg, nn: ecg.nn(filters: filters),
      fibrillation: FibrillationWindow.windows(ecg.supraventricularRR()))
    let hours = windows(source, Self.hourSeconds)
    output.append(hours.count)
    output.append(hours.count { $0.isValid })
    guard output.wants(.windows) else { return }
    for hour in hours { output.appendRow(to: .windows, hour.row("hour")) }
    for day in windows(source, Self.daySeconds) { output.appendRow(to: .windows, day.row("day")) }
  }

  /// What the windows are cut from.
  struct Source {
    let ecg: PreparedECG
    let nn: RRSeries
    let fibrillation: [FibrillationWindow]

    init(_ ecg: PreparedECG, nn: RRSeries, fibrillation: [FibrillationWindow]) {
      self.ecg = ecg
      self.nn = nn
      self.fibrillation = fibrillation
    }
  }

  /// The windows that hold a beat, in order of time.
  private func windows(_ source: Source, _ seconds: Double) -> [ECGWindow] {
    let beats = source.ecg.beats
    let frequency = source.ecg.recording.samplingFrequency
    var windows: [ECGWindow] = []
    var first = 0
    while first < beats.count {
      let number = (Double(beats.sample(first)) / frequency / seconds).rounded(.down)
      let end = (number + 1) * seconds
      var behind = first + 1
      while behind < beats.count, Double(beats.sample(behind)) / frequency < end { behind += 1 }
      windows.append(
        ECGWindow(
          source, beats: first..<behind, start: number * seconds,
          end: min(end, source.ecg.duration)))
      first = behind
    }
    return windows
  }
}
