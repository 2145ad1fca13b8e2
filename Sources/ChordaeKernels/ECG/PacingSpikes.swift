/// Finds the spikes of a pacemaker in the unfiltered samples of a strip.
public struct PacingSpikes: Sendable {
  /// Sampling frequencies at which a spike of 0.1 to 2 ms may be seen.
  public static let samplingFrequencies = 250.0...100_000

  private let samplingFrequency: Double

  /// A search in strips of one recording.
  ///
  /// - Precondition: the frequency is one of `samplingFrequencies`.
  public init(samplingFrequency: Double) {
    precondition(Self.samplingFrequencies.contains(samplingFrequency))
    self.samplingFrequency = samplingFrequency
  }

  /// Finds the spikes of a strip.
  ///
  /// - Parameter leads: samples in mV, of equal length.
  /// - Returns: the samples, from the strip's first, at which spikes begin, in order of time.
  public func places(in leads: [[Float]]) -> [Int] { [] }
}
