/// What can be said of an ECG file without reading its samples: for `check` and `inspect`.
public struct ECGSummary: Sendable, Equatable {
  /// The file's format, as `WFDB, signal format 212`.
  public let format: String
  public let recording: ECGRecording
  /// Samples of each lead that the files can hold by their size; nil where only reading tells.
  public let storedSampleCount: Int?
  /// Signals that are no ECG leads, because their unit is not a voltage or they have no data.
  public let skippedSignals: Int
  /// Bytes of all files that hold the leads.
  public let byteCount: Int
  /// What sizes and header already show to be wrong; checksums come only with reading.
  public let faults: [InputError]

  /// Seconds that the stored samples last.
  public var duration: Double? {
    storedSampleCount.map { Double($0) / recording.samplingFrequency }
  }

  /// A summary.
  public init(
    format: String, recording: ECGRecording, storedSampleCount: Int?, skippedSignals: Int,
    byteCount: Int, faults: [InputError]
  ) {
    self.format = format
    self.recording = recording
    self.storedSampleCount = storedSampleCount
    self.skippedSignals = skippedSignals
    self.byteCount = byteCount
    self.faults = faults
  }
}
