internal import Glibc

/// The short-time spectrum of a lead at one rate: how its power changes over time.
///
/// The same as `scipy.signal.spectrogram(1000 * x, fs, window='hann', nperseg=256, noverlap=192,
/// detrend='constant', scaling='density')` of samples in mV, as the natural logarithm of one plus the
/// density in uV²/Hz.
public final class Spectrogram {
  /// Samples of a frame, and from one frame to the next.
  public static let frameLength = 256
  public static let hop = 64
  /// Frequencies of a frame, from zero to half of the rate.
  public static let binCount = frameLength / 2 + 1

  private let workspace: WelchWorkspace

  /// A spectrogram of leads of a rate in Hz.
  public init(samplingFrequency: Double) {
    workspace = WelchWorkspace(samplingFrequency: samplingFrequency, length: Self.frameLength)
  }

  /// Frames of so many samples.
  public static func frameCount(_ sampleCount: Int) -> Int {
    sampleCount < frameLength ? 0 : (sampleCount - frameLength) / hop + 1
  }

  /// Frame by frame the log powers of a lead in mV; NaN for a frame in which a sample is missing.
  public func logPower(_ samples: [Float]) -> [Float] {
    var output: [Float] = []
    output.reserveCapacity(Self.frameCount(samples.count) * Self.binCount)
    var total = [Double](repeating: 0, count: Self.binCount)
    for frame in 0..<Self.frameCount(samples.count) {
      let start = frame * Self.hop
      let scan = SampleScan(samples, in: start..<start + Self.frameLength)
      guard scan.presentCount == Self.frameLength else {
        output.append(contentsOf: repeatElement(.nan, count: Self.binCount))
        continue
      }
      let mean = scan.sum / Double(Self.frameLength)
      workspace.addPower(of: samples, from: start, mean: mean, to: &total)
      for density in workspace.density(of: workspace.power, segmentCount: 1) {
        // From mV²/Hz to uV²/Hz.
        output.append(Float(log1p(1e6 * density)))
      }
    }
    return output
  }
}
