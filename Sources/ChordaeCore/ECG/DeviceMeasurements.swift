/// What the recorder itself measured and stored in the file; kept apart from the engine's figures.
///
/// Only numbers and codes of published vocabularies: a device's free text may name a person.
public struct DeviceMeasurements: Sendable, Equatable {
  /// Beats of the ventricles and of the atria a minute.
  public var ventricularRate: Double?
  public var atrialRate: Double?
  /// Milliseconds.
  public var pDuration: Double?
  public var prInterval: Double?
  public var qrsDuration: Double?
  public var qtInterval: Double?
  /// Milliseconds, by the device's own formula unless the file names one of the others.
  public var qtCorrected: Double?
  public var qtBazett: Double?
  public var qtFridericia: Double?
  public var qtFramingham: Double?
  /// Degrees in the frontal plane, in (-180, 180].
  public var pAxis: Double?
  public var qrsAxis: Double?
  public var tAxis: Double?
  /// Number of QRS complexes.
  public var qrsCount: Int?
  /// Whether the device says that a pacemaker is at work.
  public var isPaced: Bool?
  /// Codes of the interpretation, as `system:code` in the file's order: `SCPECG:...`, `MDC:...`.
  public var statementCodes: [String] = []

  /// Nothing measured.
  public init() {}
}

/// The band that the recorder passed, in Hz.
public struct ECGBandwidth: Sendable, Equatable {
  /// Corner of the high-pass filter.
  public var highPass: Double?
  /// Corner of the low-pass filter.
  public var lowPass: Double?
  /// Frequency that a mains filter took out.
  public var notch: Double?

  /// A band of which nothing is known.
  public init(highPass: Double? = nil, lowPass: Double? = nil, notch: Double? = nil) {
    self.highPass = highPass
    self.lowPass = lowPass
    self.notch = notch
  }
}
