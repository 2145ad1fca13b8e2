/// Power spectral density of one lead by Welch's method, taken in chunk by chunk.
///
/// The same as `scipy.signal.welch(x, fs, window='hann', nperseg=round(2*fs),
/// noverlap=nperseg//2, detrend='constant')`: two-second segments that overlap by half, each less
/// its mean, under a periodic Hann window; one-sided density (Welch, IEEE Trans Audio Electroacoust
/// 1967;15:70). Two deviations: segments with missing samples are left out and counted, and a
/// signal shorter than a segment has no density, because one of coarser bins could not be compared.
/// Sums are in double precision: figures agree with those of the same samples in scipy to 1e-9.
/// Cost: linear; memory: a segment and a batch.
public struct WelchSpectrum {
  /// Segments that went into the density.
  public private(set) var segmentCount = 0
  /// Segments left out because samples are missing in them.
  public private(set) var skippedSegmentCount = 0
  /// The powers of the segments since they were last taken; empty unless they are kept.
  private var segments: [SegmentPowers] = []
  private let keepsSegments: Bool
  private let workspace: WelchWorkspace
  /// Samples that wait for the rest of their segment, and the first one's place in the lead.
  private var held: [Float] = []
  private var heldStart = 0
  private var power: [Double]

  /// A spectrum before the first sample; spectra of one worker share a workspace.
  ///
  /// With `keepsSegments` the powers of each segment wait to be taken.
  public init(_ workspace: WelchWorkspace, keepsSegments: Bool = false) {
    self.workspace = workspace
    self.keepsSegments = keepsSegments
    power = Array(repeating: 0, count: workspace.length / 2 + 1)
  }

  /// Takes in the next `count` samples.
  public mutating func consume(_ samples: [Float], count: Int) {
    if held.isEmpty {
      // Only what no whole segment takes up is held.
      let end = finishSegments(of: samples, count: count)
      held.append(contentsOf: samples[end..<count])
      return
    }
    held.append(contentsOf: samples[..<count])
    let end = finishSegments(of: held, count: held.count)
    held.removeFirst(end)
  }

  /// Finishes the segments among the first `count` of some samples, of which the first is the lead's
  /// `heldStart`; gives how many samples no later segment needs.
  private mutating func finishSegments(of samples: [Float], count: Int) -> Int {
    let (length, step) = (workspace.length, workspace.length - workspace.length / 2)
    var start = 0
    while start + length <= count {
      finishSegment(of: samples, at: start)
      start += step
    }
    heldStart += start
    return start
  }

  /// Begins anew behind `count` samples that the recording does not hold.
  public mutating func skip(_ count: Int = 0) {
    heldStart += held.count + count
    held.removeAll(keepingCapacity: true)
  }

  /// The powers of the segments that were finished since the last call.
  public mutating func takeSegments() -> [SegmentPowers] {
    defer { segments.removeAll(keepingCapacity: true) }
    return segments
  }

  /// The density in the signal's unit squared per Hz; nil without a whole segment.
  public func density() -> SpectralDensity? {
    guard segmentCount > 0 else { return nil }
    return SpectralDensity(
      workspace.density(of: power, segmentCount: segmentCount),
      samplingFrequency: workspace.samplingFrequency, length: workspace.length)
  }

  private mutating func finishSegment(of samples: [Float], at start: Int) {
    let length = workspace.length
    let scan = SampleScan(samples, in: start..<start + length, form: workspace.form)
    guard scan.presentCount == length else {
      skippedSegmentCount += 1
      return
    }
    segmentCount += 1
    // Of a constant only its rounding error would be left.
    guard scan.varies else { return }
    workspace.addPower(
      of: samples, from: start, mean: scan.sum / Double(length), to: &power)
    guard keepsSegments else { return }
    segments.append(
      SegmentPowers(
        firstSample: heldStart + start, power: workspace.power, bins: workspace.bands,
        length: length))
  }
}
