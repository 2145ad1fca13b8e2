/// What the spectra of one worker share: window, plan and the buffers that a transform needs.
public final class WelchWorkspace {
  /// Sampling frequencies in Hz for which there is a spectrum: none takes more memory than it should.
  public static let samplingFrequencies = 1.0...100_000

  /// Samples a second.
  public let samplingFrequency: Double
  /// Samples of a segment.
  public let length: Int
  let form: SampleForm
  let transform: RealFFT
  let buffers: RealFFT.Buffers
  let window: [Double]
  let windowPower: Double
  /// The bins of the bands of `SegmentPowers`.
  let bands: [Range<Int>]
  /// The squared magnitudes of the last transform.
  var power: [Double]

  /// A workspace for leads of a sampling frequency: segments of two seconds, rounded to even as Python
  /// rounds.
  ///
  /// - Precondition: the frequency is one of `samplingFrequencies`.
  public convenience init(samplingFrequency: Double, form: SampleForm = .vectors) {
    precondition(Self.samplingFrequencies.contains(samplingFrequency))
    let length = Int((2 * samplingFrequency).rounded(.toNearestOrEven))
    self.init(samplingFrequency: samplingFrequency, length: length, form: form)
  }

  /// A workspace for a series of `samplingFrequency` values a second in segments of `length`.
  ///
  /// - Precondition: the length is at least one.
  public init(samplingFrequency: Double, length: Int, form: SampleForm = .vectors) {
    self.samplingFrequency = samplingFrequency
    self.length = length
    self.form = form
    transform = RealFFT.ofLength(length)
    buffers = RealFFT.Buffers(length)
    window = transform.window
    windowPower = transform.windowPower
    bands = SegmentPowers.bins(length: length, samplingFrequency: samplingFrequency)
    power = Array(repeating: 0, count: transform.binCount)
  }

  /// The one-sided density of some segments whose squared magnitudes were added up.
  ///
  /// Zero and, with an even length, the highest frequency have no mirror image.
  func density(of total: [Double], segmentCount: Int) -> [Double] {
    let scale = 1 / (samplingFrequency * windowPower * Double(segmentCount))
    var density = total.map { $0 * scale * 2 }
    density[0] /= 2
    if length.isMultiple(of: 2) { density[density.count - 1] /= 2 }
    return density
  }

  /// Fills `power` with the squared magnitudes of a segment, less its mean and under the window, and
  /// adds them to `total`.
  func addPower(
    of samples: [Float], from start: Int, mean: Double, to total: inout [Double]
  ) {
    buffers.fill(samples, from: start, mean: mean, window: window, form)
    transform.squaredMagnitudes(of: buffers, into: &power, addingTo: &total, form)
  }
}
