public import ChordaeCore

/// What an ECG feature knows before the first sample.
public struct ECGContext: Sendable {
  /// What the recording's header says.
  public let recording: ECGRecording
  /// The run's settings.
  public let options: FeatureOptions
  /// The patient's sex as the manifest gives it.
  public let sex: Sex?

  /// A context.
  public init(_ recording: ECGRecording, options: FeatureOptions, sex: Sex? = nil) {
    self.recording = recording
    self.options = options
    self.sex = sex
  }

  /// Places of the twelve standard leads in the file; nil for one that it does not hold.
  public var standardPlaces: [StandardLead: Int] {
    var places: [StandardLead: Int] = [:]
    for (place, lead) in recording.leads.enumerated() {
      if let standard = lead.standard, places[standard] == nil { places[standard] = place }
    }
    return places
  }
}

/// What a feature looks at beside the beats that every preparation gives.
public struct ECGNeeds: OptionSet, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The samples, strip by strip.
  public static let strips = ECGNeeds(rawValue: 1)
  /// The spectrum of each lead.
  public static let spectra = ECGNeeds(rawValue: 32)
  /// The samples with the powers of each two-second segment of the spectra.
  public static let segments = ECGNeeds(rawValue: 37)
  /// The samples with the marks of every beat's waves.
  public static let marks = ECGNeeds(rawValue: 3)
  /// What is measured in the strip's beats, and over the recording.
  public static let measurements = ECGNeeds(rawValue: 11)
  /// Also how far the beats are from the median beat.
  public static let deviations = ECGNeeds(rawValue: 27)
}
