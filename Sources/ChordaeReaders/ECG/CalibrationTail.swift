internal import ChordaeCore

/// A calibration pulse at a recording's end, as Philips carts append it to every channel.
///
/// All leads hold the same values there, which leads of a heart cannot: III would be II - I and
/// still equal to both.
enum CalibrationTail {
  private static let fewestLeads = 3
  private static let shortestSeconds = 0.1
  /// mV by which leads may differ: not at all, or by what a conversion of the file has added.
  private static let tolerances: [Float] = [0, 0.02]
  /// mV that the pulse stands above its foot.
  private static let height: ClosedRange<Float> = 0.9...1.1

  /// The sample from which on all leads are the same and hold a step of 1 mV between two levels;
  /// nil without such an end.
  static func start(in leads: [[Float]], samplingFrequency: Double) -> Int? {
    // Leads that could not be decoded say nothing.
    let leads = leads.filter { !$0.isEmpty }
    guard let first = leads.first, leads.count >= fewestLeads,
      leads.allSatisfy({ $0.count == first.count })
    else { return nil }
    return tolerances.lazy.compactMap { tolerance in
      self.start(in: leads, samplingFrequency: samplingFrequency, tolerance: tolerance)
    }.first
  }

  private static func start(
    in leads: [[Float]], samplingFrequency: Double, tolerance: Float
  ) -> Int? {
    let first = leads[0]
    var start = first.count
    while start > 0, leads.allSatisfy({ abs($0[start - 1] - first[start - 1]) <= tolerance }) {
      start -= 1
    }
    let tail = first[start...]
    guard Double(tail.count) >= shortestSeconds * samplingFrequency,
      let low = tail.min(), let high = tail.max(), height.contains(high - low)
    else { return nil }
    // A square pulse has nothing between its levels.
    let isSquare = tail.allSatisfy { min($0 - low, high - $0) <= 0.05 * (high - low) }
    return isSquare ? start : nil
  }

  /// The leads without such an end, which is told as a fault.
  static func cropped(
    _ leads: [[Float]], samplingFrequency: Double, path: String, faults: inout [InputError]
  ) -> [[Float]] {
    guard let start = start(in: leads, samplingFrequency: samplingFrequency), start > 0 else {
      return leads
    }
    faults.append(
      InputError(
        .calibrationPulse, path: path, at: .sample(start),
        "All leads end in the same calibration pulse of 1 mV, which is cut off."))
    return leads.map { Array($0.prefix(start)) }
  }
}
