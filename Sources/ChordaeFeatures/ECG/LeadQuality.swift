import ChordaeCore
internal import ChordaeKernels

/// The quality of one lead's signal, window by window.
///
/// Memory: some 300 kB, and as much for each five-fold of a day.
struct LeadQuality {
  /// A stretch of a strip's core that is judged as one.
  struct Window {
    /// Its samples, counted from the strip's first.
    var samples: Range<Int>
    /// Places in the strip's beats of those in it.
    var beats: Range<Int>
  }

  static let windowSeconds = 10.0
  private static let flatSeconds = 0.2
  /// Half a hundredth of a mV: what an electrode that is off still flickers.
  private static let flatTolerance: Float = 0.005
  private static let matchSeconds = 0.15
  /// Windows of which medians are exact: a day's, and what makes them a multiple of five.
  private static let dayCount = 8645

  /// The indexes whose medians are told.
  enum Index: Int, CaseIterable {
    case kurtosis, skewness, qrsPower, baseline, agreement, overlap, template, highFrequency, line
  }

  private(set) var classes = [Int](repeating: 0, count: SignalQuality.Class.allCases.count)
  private(set) var sampleCount = 0
  private(set) var missing = 0.0
  private(set) var flat = 0.0
  private(set) var clipped = 0.0
  private(set) var leadOffCount = 0
  private(set) var mains50Count = 0
  private(set) var mains60Count = 0
  /// The indexes, a row a window.
  private var indexes = RunningMedians(width: Index.allCases.count, capacity: dayCount)
  /// Windows that have a value of the line's.
  private(set) var lineCount = 0
  /// The least and the greatest sample so far.
  private var extremes = SampleScan()

  var windowCount: Int { classes.reduce(0, +) }

  /// The windows of a strip: its core cut evenly into stretches of about ten seconds.
  static func windows(of strip: borrowing ECGStrip) -> [Window] {
    let core = strip.core
    let length = windowSeconds * strip.samplingFrequency
    let count = max(1, Int((Double(core.count) / length).rounded()))
    var beat = strip.owned.lowerBound
    return (0..<count).map { place in
      let start = core.lowerBound + core.count * place / count
      let end = core.lowerBound + core.count * (place + 1) / count
      let first = beat
      while beat < strip.owned.upperBound, strip.beats[beat].sample < end { beat += 1 }
      return Window(samples: start..<end, beats: first..<beat)
    }
  }

  /// Judges the windows of the next strip, and gives what it found of each.
  mutating func judge(
    _ strip: borrowing ECGStrip, lead: Int, windows: [Window]
  ) -> [SignalQuality] {
    let samples = strip.leads[lead]
    let scans = windows.map { SampleScan(samples, in: $0.samples) }
    for scan in scans {
      extremes.low = min(extremes.low, scan.low)
      extremes.high = max(extremes.high, scan.high)
    }
    let beats = strip.beats.map(\.sample)
    let frequency = strip.samplingFrequency
    let peaks = SlopePeaks.find(samples, samplingFrequency: frequency)
    let matches = BeatAgreement(
      beats, peaks, tolerance: Int(Self.matchSeconds * frequency))
    let segments = lead < strip.segments.count ? strip.segments[lead] : []
    return zip(windows, scans).map { window, scan in
      var quality = measure(samples, window.samples, scan, frequency)
      quality.heartRate = Self.heartRate(strip.beats[window.beats], frequency)
      quality.take(
        segments.filter { window.samples.contains($0.middle) }, samplingFrequency: frequency)
      quality.compare(matches, window)
      quality.template = BeatLikeness.correlation(
        samples, beats: strip.beats[window.beats].filter { !$0.isArtefact }.map(\.sample),
        samplingFrequency: frequency)
      note(quality, sampleCount: window.samples.count)
      return quality
    }
  }

  /// What follows from the samples alone.
  private func measure(
    _ samples: [Float], _ range: Range<Int>, _ scan: SampleScan, _ frequency: Double
  ) -> SignalQuality {
    var quality = SignalQuality()
    let count = Double(range.count)
    quality.missing = Double(range.count - scan.presentCount) / count
    guard let moments = SampleMoments(samples, in: range, scan: scan) else { return quality }
    (quality.kurtosis, quality.skewness) = (moments.kurtosis, moments.skewness)
    let run = max(2, Int((Self.flatSeconds * frequency).rounded()))
    let flat = FlatRuns.count(samples, in: range, length: run, tolerance: Self.flatTolerance)
    quality.flat = Double(flat) / count
    // A lead that stands still is flat, not cut off.
    if extremes.high - extremes.low > Self.flatTolerance {
      let clipped = ClippedRuns.count(samples, in: range, low: extremes.low, high: extremes.high)
      quality.clipped = Double(clipped) / count
    }
    return quality
  }

  private static func heartRate(_ beats: ArraySlice<ECGStrip.Beat>, _ frequency: Double) -> Double?
  {
    guard beats.count >= 2, let first = beats.first, let last = beats.last else { return nil }
    return 60 * frequency * Double(beats.count - 1) / Double(last.sample - first.sample)
  }

  private mutating func note(_ quality: SignalQuality, sampleCount count: Int) {
    classes[quality.qualityClass.rawValue] += 1
    sampleCount += count
    missing += quality.missing * Double(count)
    flat += quality.flat * Double(count)
    clipped += quality.clipped * Double(count)
    leadOffCount += quality.isLeadOff ? 1 : 0
    mains50Count += quality.mains == 50 ? 1 : 0
    mains60Count += quality.mains == 60 ? 1 : 0
    lineCount += quality.line == nil ? 0 : 1
    indexes.add(Index.allCases.map { quality.value($0).map { Float($0) } ?? .nan })
  }

  /// The medians of the indexes over the windows, in the order of `Index`; nil where no window has one.
  func medians() -> [Double?] {
    let medians = indexes.medians()
    return medians.map { $0.isNaN ? nil : Double($0) }
  }

  /// The class of the lead: that of most windows, the worse of two that are as frequent; nil without
  /// one.
  var qualityClass: SignalQuality.Class? {
    guard windowCount > 0 else { return nil }
    return SignalQuality.Class.allCases.reversed().max {
      classes[$0.rawValue] < classes[$1.rawValue]
    }
  }
}

extension SignalQuality {
  fileprivate func value(_ index: LeadQuality.Index) -> Double? {
    switch index {
    case .kurtosis: kurtosis
    case .skewness: skewness
    case .qrsPower: qrsPower
    case .baseline: baseline
    case .agreement: agreement
    case .overlap: overlap
    case .template: template
    case .highFrequency: highFrequency
    case .line: line
    }
  }

  /// Takes over which beats of the window both detectors found.
  fileprivate mutating func compare(_ matches: BeatAgreement, _ window: LeadQuality.Window) {
    let both = matches.isMatched[window.beats].count { $0 }
    let others = matches.unmatchedOfSecond.count { window.samples.contains($0) }
    let all = window.beats.count + others
    guard all > 0 else { return }
    agreement = Double(both) / Double(all)
    overlap = 2 * Double(both) / Double(all + both)
  }
}
