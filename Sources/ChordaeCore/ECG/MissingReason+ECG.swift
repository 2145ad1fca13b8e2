extension MissingReason {
  /// The signal file holds more samples than its header declares; they are left out.
  public static let longerThanDeclared = MissingReason("longer_than_declared")
  /// Leads of one recording were sampled at different rates; those of a lower one are interpolated.
  public static let mixedRates = MissingReason("mixed_rates")
  /// The header states a gain of zero: amplitudes are in the format's assumed unit, not measured.
  public static let uncalibrated = MissingReason("uncalibrated")
  /// The recording ended in a calibration pulse, which was cut off.
  public static let calibrationPulse = MissingReason("calibration_pulse")
  /// The recorder marks a lead as not connected; its samples are missing.
  public static let leadOff = MissingReason("lead_off")
  /// Samples beyond the recorder's range, which are missing.
  public static let beyondRange = MissingReason("beyond_range")
  /// The file holds more recordings than the first, which alone is read.
  public static let furtherRecordings = MissingReason("further_recordings")
  /// The file holds no such figure of the recorder's.
  public static let notInFile = MissingReason("not_in_file")
}
