/// What no recorder of an ECG exceeds, in any format: a file that states more is damaged.
enum SignalBounds {
  /// Samples a second of a lead.
  static let samplingFrequencies = 1.0...1e6
  /// mV, apart from the sign: all sums of leads still are numbers of single precision.
  static let largestSample = 1e9

  /// Whether a lead can be sampled so many times a second.
  static func isFrequency(_ hertz: Double) -> Bool { samplingFrequencies.contains(hertz) }

  /// Whether a recorder can have such a step, in mV: a sample of 32 bits still is a number then.
  static func isStep(_ millivolts: Double) -> Bool { (1e-12...1e3).contains(abs(millivolts)) }

  /// Whether a sample, or what is added to all of a lead, can be so large, in mV.
  static func isSample(_ millivolts: Double) -> Bool { abs(millivolts) <= largestSample }
}
