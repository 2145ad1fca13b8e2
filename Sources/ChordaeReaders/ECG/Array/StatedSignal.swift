public import ChordaeCore

/// What is said of a recording outside its file, for CSV and NumPy arrays that do not say it.
///
/// What the file or its sidecar says goes before it.
public struct StatedSignal: Sendable, Equatable {
  /// Samples a second.
  public var samplingFrequency: Double?
  /// The unit of the values.
  public var unit: VoltageUnit?

  /// A statement; nothing by default.
  public init(samplingFrequency: Double? = nil, unit: VoltageUnit? = nil) {
    self.samplingFrequency = samplingFrequency
    self.unit = unit
  }

  /// What the manifest says of a patient's recordings.
  public init(_ entry: ManifestEntry) {
    self.init(samplingFrequency: entry.ecgRate, unit: entry.ecgUnit)
  }
}
