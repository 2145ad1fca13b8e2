extension Float {
  /// Whether it is a sample of a signal: NaN, infinity and what no amplifier gives (1e9 mV or more,
  /// which would drown a running sum) are missing samples.
  @inline(__always)
  package var isPresent: Bool { abs(self) < 1e9 }
}
