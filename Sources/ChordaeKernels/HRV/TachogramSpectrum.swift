/// Power spectral density of intervals by Welch's method on their tachogram, in ms²/Hz.
///
/// As `scipy.signal.welch(x, 4, window='hann', nperseg=1200, noverlap=600, detrend='constant')` of the
/// tachogram of each stretch; the segments of all stretches are averaged, but those of which the
/// intervals that end in them cover less than 85 %: of more holes the spline would make powers of its own.
/// Where no stretch is as long as a segment, the longest one is a single segment, if it lasts two minutes.
public struct TachogramSpectrum {
  /// Seconds of a segment, and of the shortest one.
  public static let segmentSeconds = 300.0
  public static let shortestSeconds = 120.0

  private static let segmentLength = Int(segmentSeconds * Tachogram.samplingFrequency)
  private static let shortestLength = Int(shortestSeconds * Tachogram.samplingFrequency)

  private let length: Int
  private let workspace: WelchWorkspace
  private var samples: [Double]
  private var power: [Double]
  private var segmentPower: [Double]
  private var segmentCount = 0

  /// The density; nil where no stretch lasts two minutes, or no segment is covered.
  public static func density(_ series: RRSeries) -> SpectralDensity? {
    let tachograms = series.stretches.compactMap { Tachogram(series, $0) }
    let longest = tachograms.map(\.sampleCount).max() ?? 0
    guard longest >= shortestLength else { return nil }
    var spectrum = TachogramSpectrum(length: min(longest, segmentLength))
    for tachogram in tachograms where tachogram.sampleCount >= spectrum.length {
      spectrum.add(tachogram)
    }
    return spectrum.segmentCount > 0 ? spectrum.density : nil
  }

  /// Whether a density is that of whole segments, not of one shorter stretch.
  public static func isOfWholeSegments(_ density: SpectralDensity) -> Bool {
    density.values.count == segmentLength / 2 + 1
  }

  private init(length: Int) {
    self.length = length
    workspace = WelchWorkspace(samplingFrequency: Tachogram.samplingFrequency, length: length)
    samples = Array(repeating: 0, count: length)
    power = Array(repeating: 0, count: workspace.power.count)
    segmentPower = power
  }

  private mutating func add(_ tachogram: Tachogram) {
    var place = 0
    let step = length - length / 2
    for first in stride(from: 0, through: tachogram.sampleCount - length, by: step) {
      let seconds = Double(length) / Tachogram.samplingFrequency
      guard tachogram.coverage(from: first, seconds: seconds) >= RRSeries.Window.leastCoverage
      else { continue }
      tachogram.resample(from: first, near: &place, into: &samples)
      let mean = samples.reduce(0, +) / Double(length)
      workspace.buffers.fill { (samples[$0] - mean) * workspace.window[$0] }
      workspace.transform.squaredMagnitudes(
        of: workspace.buffers, into: &segmentPower, addingTo: &power)
      segmentCount += 1
    }
  }

  private var density: SpectralDensity {
    SpectralDensity(
      workspace.density(of: power, segmentCount: segmentCount),
      samplingFrequency: Tachogram.samplingFrequency, length: length)
  }
}
