/// What became of a patient's inputs.
public enum RowStatus: String, Sendable, CaseIterable {
  /// Every named input was read to its end without fault; nulls with reasons are allowed.
  case ok
  /// At least one input faulted and at least one gave values.
  case partial
  /// No input gave values.
  case failed
}

/// What became of one ECG recording.
public enum RecordingStatus: String, Sendable, CaseIterable {
  case ok, partial, corrupt, unsupported
  case tooShort = "too_short"
  case noSignal = "no_signal"
}
