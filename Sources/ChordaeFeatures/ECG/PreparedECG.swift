public import ChordaeCore
public import ChordaeKernels

/// What all ECG features share of one recording, computed once.
public struct PreparedECG: Sendable {
  /// What the header says.
  public let recording: ECGRecording
  /// Samples read of each lead.
  public let sampleCount: Int
  /// The leads in the file's order.
  public let leads: [Lead]
  /// The beats, by the detector or from an annotation file.
  public let beats: BeatSeries
  /// Why beats could not be sought; nil where they were, even if none was found.
  public let beatFault: MissingReason?
  /// What was measured in the beats; nil where no feature asks for it, or no beat could be measured.
  public internal(set) var measurements: ECGMeasurements? = nil

  /// What is known of one lead.
  public struct Lead: Sendable {
    /// Samples that are missing among those read.
    public let missingCount: Int
    /// How far its highest sample is above its lowest, in mV; 0 without samples.
    public let range: Float
    /// Whether it holds two different samples: a lead that does not is no signal.
    public var varies: Bool { range > 0 }
    /// Its power spectral density in mV²/Hz, where a feature asks for it.
    public let spectrum: SpectralDensity?
    /// Why there is no spectrum.
    public let spectrumFault: MissingReason?
    /// The density below a few Hz, in bins of a tenth of a Hz; nil without ten seconds of signal.
    public let slowSpectrum: SpectralDensity?
    /// Two-second segments left out of the spectrum because samples are missing in them.
    public let skippedSegmentCount: Int
  }

  /// Seconds read.
  public var duration: Double { Double(sampleCount) / recording.samplingFrequency }

  /// Why nothing can be measured in the recording: no lead holds a signal, or no stretch of three
  /// seconds without a gap; nil otherwise.
  public let signalFault: MissingReason?

  /// Why no strip was looked at, whatever it holds: the rate is none of those that the filters are made
  /// for; nil otherwise.
  var stripFault: MissingReason? {
    let rates = QRSDetector.samplingFrequencies
    if rates.contains(recording.samplingFrequency) { return nil }
    return recording.samplingFrequency < rates.lowerBound ? .bandAboveNyquist : .unsupported
  }

  /// Mean of all RR intervals in ms that no gap lies in and no artefact bounds, and their number.
  public func meanRR() -> (milliseconds: Double, count: Int)? {
    var samples = 0
    var count = 0
    for place in beats.indices
    where !beats.followsGap(place) && beats.kind(place) != .artefact
      && beats.kind(place - 1) != .artefact
    {
      samples += beats.sample(place) - beats.sample(place - 1)
      count += 1
    }
    guard count > 0 else { return nil }
    return (Double(samples) * 1000 / recording.samplingFrequency / Double(count), count)
  }
}
