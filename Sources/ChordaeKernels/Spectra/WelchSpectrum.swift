internal import Glibc

/// Power spectral density of one lead by Welch's method, taken in chunk by chunk.
///
/// The same as `scipy.signal.welch(x, fs, window='hann', nperseg=round(2*fs),
/// noverlap=nperseg//2, detrend='constant')`: two-second segments that overlap by half, each less
/// its mean, under a periodic Hann window; one-sided density (Welch, IEEE Trans Audio Electroacoust
/// 1967;15:70). Two deviations: segments with missing samples are left out and counted, and a
/// signal shorter than a segment has no density, because one of coarser bins could not be compared.
/// Sums are in double precision: figures agree with those of the same samples in scipy to 1e-9.
/// Cost: linear; memory: two segments.
public struct WelchSpectrum {
  /// Segments that went into the density.
  public private(set) var segmentCount = 0
  /// Segments left out because samples are missing in them.
  public private(set) var skippedSegmentCount = 0
  private let samplingFrequency: Double
  private let length: Int
  private let step: Int
  private let transform: RealFFT
  private let workspace: WelchWorkspace
  private var segment: [Float] = []
  private var power: [Double]

  /// A spectrum before the first sample; spectra of one worker share a workspace.
  ///
  /// - Precondition: the frequency is that of the workspace.
  public init(_ workspace: WelchWorkspace) {
    self.workspace = workspace
    samplingFrequency = workspace.samplingFrequency
    length = workspace.length
    step = length - length / 2
    transform = workspace.transform
    power = Array(repeating: 0, count: transform.binCount)
    segment.reserveCapacity(length)
  }

  /// Takes in the next `count` samples.
  public mutating func consume(_ samples: [Float], count: Int) {
    var start = 0
    while start < count {
      let taken = min(count - start, length - segment.count)
      segment.append(contentsOf: samples[start..<start + taken])
      start += taken
      if segment.count == length { finishSegment() }
    }
  }

  /// Begins anew behind samples that the recording does not hold.
  public mutating func skip() {
    segment.removeAll(keepingCapacity: true)
  }

  /// The density in the signal's unit squared per Hz; nil without a whole segment.
  public func density() -> SpectralDensity? {
    guard segmentCount > 0 else { return nil }
    let scale = 1 / (samplingFrequency * workspace.windowPower * Double(segmentCount))
    var density = power.map { $0 * scale * 2 }
    // Zero and, with an even length, the highest frequency have no mirror image.
    density[0] /= 2
    if length.isMultiple(of: 2) { density[density.count - 1] /= 2 }
    return SpectralDensity(density, samplingFrequency: samplingFrequency, length: length)
  }

  private mutating func finishSegment() {
    var sum = 0.0
    var presentCount = 0
    for sample in segment {
      sum += Double(sample)
      presentCount += sample.isPresent ? 1 : 0
    }
    if presentCount == length {
      segmentCount += 1
      addPower(mean: sum / Double(length))
    } else {
      skippedSegmentCount += 1
    }
    segment.removeFirst(step)
  }

  private mutating func addPower(mean: Double) {
    // Of a constant only its rounding error would be left.
    guard segment.contains(where: { $0 != segment[0] }) else { return }
    workspace.buffers.fill { (Double(segment[$0]) - mean) * workspace.window[$0] }
    transform.addPower(of: workspace.buffers, to: &power)
  }
}

/// What the spectra of one worker share: window, plan and the buffers that a transform needs.
public final class WelchWorkspace {
  /// Sampling frequencies in Hz for which there is a spectrum: none takes more memory than it should.
  public static let samplingFrequencies = 1.0...100_000

  /// Samples a second.
  public let samplingFrequency: Double
  /// Samples of a segment: two seconds, rounded to even as Python rounds.
  public let length: Int
  let transform: RealFFT
  let buffers: RealFFT.Buffers
  let window: [Double]
  let windowPower: Double

  /// A workspace for leads of a sampling frequency.
  ///
  /// - Precondition: the frequency is one of `samplingFrequencies`.
  public init(samplingFrequency: Double) {
    precondition(Self.samplingFrequencies.contains(samplingFrequency))
    self.samplingFrequency = samplingFrequency
    let length = Int((2 * samplingFrequency).rounded(.toNearestOrEven))
    self.length = length
    transform = RealFFT.ofLength(length)
    buffers = RealFFT.Buffers(length)
    window = (0..<length).map { 0.5 - 0.5 * cos(2 * Double.pi * Double($0) / Double(length)) }
    windowPower = DotProduct.of(window, window)
  }
}
