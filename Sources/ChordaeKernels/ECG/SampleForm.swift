/// A form of an ECG kernel; both give the same but for rounding.
public enum SampleForm: Sendable, CaseIterable {
  /// Plain loops in the order of the samples.
  case reference
  /// Several numbers at a time: C with the widest vectors that the processor has, or short ones in Swift.
  case vectors
}
