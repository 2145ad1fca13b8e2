extension MissingReason {
  /// The signal file holds more samples than its header declares; they are left out.
  public static let longerThanDeclared = MissingReason("longer_than_declared")
  /// Leads of one recording were sampled at different rates; those of a lower one are interpolated.
  public static let mixedRates = MissingReason("mixed_rates")
  /// The header states a gain of zero: amplitudes are in the format's assumed unit, not measured.
  public static let uncalibrated = MissingReason("uncalibrated")
}
