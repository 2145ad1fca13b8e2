/// What a recording's header says; nothing that names a person.
public struct ECGRecording: Sendable, Equatable {
  public let leads: [ECGLead]
  /// Samples a second of each lead.
  public let samplingFrequency: Double
  /// Samples of each lead that the header declares; nil where it does not say.
  public let declaredSampleCount: Int?
  /// Seconds since 1970-01-01 00:00 of the recorder's own clock; nil without a date.
  public let startSeconds: Int?
  /// What the recorder measured itself; nil where the file holds no such figures.
  public var device: DeviceMeasurements?
  /// The band that the recorder passed, as far as the file says.
  public var bandwidth = ECGBandwidth()

  /// A recording.
  public init(
    leads: [ECGLead], samplingFrequency: Double, declaredSampleCount: Int?, startSeconds: Int?,
    device: DeviceMeasurements? = nil, bandwidth: ECGBandwidth = ECGBandwidth()
  ) {
    self.leads = leads
    self.samplingFrequency = samplingFrequency
    self.declaredSampleCount = declaredSampleCount
    self.startSeconds = startSeconds
    self.device = device
    self.bandwidth = bandwidth
  }
}

/// One signal of a recording.
public struct ECGLead: Sendable, Equatable {
  /// The standard name (`aVR`, `V1`) where the file's name is one of its spellings, else the file's.
  public let name: String
  public let standard: StandardLead?
  /// Whether it was computed from other leads (III from I and II) and not stored as it is.
  public var isDerived = false

  /// A lead.
  public init(name: String, standard: StandardLead?, isDerived: Bool = false) {
    self.name = name
    self.standard = standard
    self.isDerived = isDerived
  }
}

/// Successive samples of all leads, refilled in place.
public struct ECGBatch: Sendable {
  /// Place of the first sample in the recording, from 0.
  public var firstSample = 0
  public var sampleCount = 0
  /// Lead by lead, `sampleCount` values in mV each; NaN where the file marks a sample as missing.
  public var leads: [[Float]]

  /// An empty batch.
  public init(leadCount: Int) { leads = Array(repeating: [], count: leadCount) }
}

/// A beat of an annotation file or of the detector.
public struct Beat: Sendable, Equatable {
  /// Sample at the file's own rate.
  public let sample: Int
  /// Its WFDB annotation code as a letter, such as N or V.
  public let type: Character

  /// A beat.
  public init(sample: Int, type: Character) {
    self.sample = sample
    self.type = type
  }
}
