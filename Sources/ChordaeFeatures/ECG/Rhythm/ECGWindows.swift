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
    // One series of intervals after the other: of days, two would be most of the memory.
    let fibrillation = Self.rhythm(ecg.supraventricularRR())
    let source = Source(ecg, nn: ecg.nn(filters: filters), fibrillation: fibrillation)
    let wantsRows = output.wants(.windows)
    var (count, validCount) = (0, 0)
    for window in windows(ecg, Self.hourSeconds) {
      let hour = ECGWindow(source, window)
      count += 1
      validCount += hour.isValid ? 1 : 0
      if wantsRows { output.appendRow(to: .windows, hour.row("hour")) }
    }
    output.append(count)
    output.append(validCount)
    guard wantsRows else { return }
    for window in windows(ecg, Self.daySeconds) {
      output.appendRow(to: .windows, ECGWindow(source, window).row("day"))
    }
  }

  /// A window's beats, and its times in seconds.
  struct Window {
    let beats: Range<Int>
    let start: Double
    let end: Double
  }

  /// What the windows are cut from.
  struct Source {
    let ecg: PreparedECG
    let nn: RRSeries
    let fibrillation: [Rhythm]

    init(_ ecg: PreparedECG, nn: RRSeries, fibrillation: [Rhythm]) {
      self.ecg = ecg
      self.nn = nn
      self.fibrillation = fibrillation
    }
  }

  /// What the rhythm of thirty intervals was taken for.
  struct Rhythm {
    /// Seconds from the recording's start.
    let start: Double
    let end: Double
    let isFibrillation: Bool

    var seconds: Double { end - start }
  }

  private static func rhythm(_ series: RRSeries) -> [Rhythm] {
    var rhythm: [Rhythm] = []
    rhythm.reserveCapacity(series.count / FibrillationWindow.count + 1)
    FibrillationWindow.forEach(in: series) { window in
      rhythm.append(
        Rhythm(
          start: window.start, end: window.end,
          isFibrillation: window.irregularity.isFibrillation))
    }
    return rhythm
  }

  /// The windows that hold a beat, in order of time.
  private func windows(_ ecg: PreparedECG, _ seconds: Double) -> [Window] {
    let beats = ecg.beats
    let frequency = ecg.recording.samplingFrequency
    var windows: [Window] = []
    var first = 0
    while first < beats.count {
      let number = (Double(beats.sample(first)) / frequency / seconds).rounded(.down)
      let end = (number + 1) * seconds
      var behind = first + 1
      while behind < beats.count, Double(beats.sample(behind)) / frequency < end { behind += 1 }
      windows.append(
        Window(
          beats: first..<behind, start: number * seconds, end: min(end, ecg.duration)))
      first = behind
    }
    return windows
  }
}
