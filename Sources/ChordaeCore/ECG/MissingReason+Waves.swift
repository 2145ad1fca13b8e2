extension MissingReason {
  /// Fewer than half of the beats have a P wave.
  public static let noPWave = MissingReason("no_p_wave")
  /// Fewer than half of the beats have a QRS complex whose marks could be set.
  public static let noQRS = MissingReason("no_qrs")
  /// Fewer than half of the beats have a T wave.
  public static let noTWave = MissingReason("no_t_wave")
  /// The beats have P waves, and the figure is about waves in their place.
  public static let pWaves = MissingReason("p_waves")
  /// The recorder passed too narrow a band for the figure.
  public static let bandTooNarrow = MissingReason("band_too_narrow")
  /// The complex has no such deflection.
  public static let noDeflection = MissingReason("no_deflection")
  /// The beats are paced, and the figure is about conducted ones.
  public static let paced = MissingReason("paced")
  /// Too few leads show what the figure is taken from.
  public static let tooFewLeads = MissingReason("too_few_leads")
  /// The sampling frequency is too low for the figure.
  public static let rateTooLow = MissingReason("rate_too_low")
  /// The noise is above what the figure's definition allows.
  public static let tooNoisy = MissingReason("too_noisy")
  /// Neither mains frequency stands out in the signal.
  public static let noMains = MissingReason("no_mains")
}
