internal import CKernels

/// Finds the spikes of a pacemaker in the unfiltered samples of a strip.
///
/// A spike of 0.1 to 2 ms is a deflection that is over 3 ms later. Its distance from the line between
/// the samples 3 ms (at least one sample) before and after it is as large as from the line between
/// those 6 ms away; of a QRS complex, smooth at that scale, it is a quarter. A spike is where that
/// ratio is at least 0.7, the distance at least 0.15 mV and ten times its median over the strip, and
/// the 20 ms before vary by no more than half of it, which they do within a jagged QRS complex; all
/// that at the same place in two leads, or with a single lead at 0.3 mV and twenty times. Below 500 Hz a recorder's own filter leaves little of a spike: there the rule finds
/// only large ones, and no spike proves nothing. Amplitudes are in mV: in other units the rule rests
/// on the medians alone only where values are larger. Cost: about 1 ns a sample and lead.
public struct PacingSpikes: Sendable {
  /// Sampling frequencies at which a spike of 0.1 to 2 ms may be seen.
  public static let samplingFrequencies = 250.0...100_000

  /// The longest time in seconds from a ventricular spike to the R peak of its beat.
  static let longestCapture = 0.12
  private let samplingFrequency: Double
  private let distance: Int

  /// A search in strips of one recording.
  ///
  /// - Precondition: the frequency is one of `samplingFrequencies`.
  public init(samplingFrequency: Double) {
    precondition(Self.samplingFrequencies.contains(samplingFrequency))
    self.samplingFrequency = samplingFrequency
    distance = max(1, Int((0.003 * samplingFrequency).rounded()))
  }

  /// Finds the spikes of a strip.
  ///
  /// - Parameter leads: samples in mV, of equal length.
  /// - Returns: the samples, from the strip's first, at which spikes are highest, in order of time;
  ///   at least 20 ms apart.
  public func places(in leads: [[Float]]) -> [Int] {
    let needed = leads.count > 1 ? 2 : 1
    var found: [(place: Int, height: Float)] = []
    for lead in leads { found += candidates(lead, isAlone: needed == 1) }
    found.sort { $0.place < $1.place }
    var places: [Int] = []
    var first = 0
    while first < found.count {
      // Candidates of all leads within 2 ms, but for rounding one sample, are one spike.
      let reach = max(1, Int(0.002 * samplingFrequency))
      var end = first
      while end < found.count, found[end].place - found[first].place <= reach { end += 1 }
      let highest = found[first..<end].max { $0.height < $1.height }
      if end - first >= needed, let place = highest?.place,
        Double(place - (places.last ?? .min / 2)) >= 0.02 * samplingFrequency
      {
        places.append(place)
      }
      first = end
    }
    return places
  }

  /// Whether one of the spikes can have made a beat: it lies at most 120 ms before the R peak.
  public func paces(_ spikes: [Int], beat sample: Int) -> Bool {
    let reach = Int(Self.longestCapture * samplingFrequency)
    return spikes.contains { (sample - reach...sample).contains($0) }
  }

  /// Spikes of one lead, each at its highest sample.
  private func candidates(_ lead: [Float], isAlone: Bool) -> [(place: Int, height: Float)] {
    let reach = 2 * distance
    guard lead.count > 2 * reach else { return [] }
    // The first belongs to the sample at `reach`.
    let heights = Self.heights(lead, distance: distance, skipping: distance)
    let least = max(isAlone ? 0.3 : 0.15, (isAlone ? 20 : 10) * Self.median(heights))
    let samples = lead.span
    var found: [(place: Int, height: Float)] = []
    var index = 0
    while true {
      index += SamplePresence.count(heights.span.extracting(index...), below: least)
      guard index < heights.count else { return found }
      let (place, height) = (index + reach, heights[index])
      index += 1
      let wider = abs(samples[place] - (samples[place - reach] + samples[place + reach]) / 2)
      guard wider.isPresent, height >= 0.7 * wider, height <= 1.6 * wider,
        isQuiet(samples, before: place - distance, within: height / 2)
      else { continue }
      if let last = found.last, place - last.place <= reach {
        if height > last.height { found[found.count - 1] = (place, height) }
      } else {
        found.append((place, height))
      }
    }
  }

  /// How far each sample lies from the line between those `distance` before and after it; the first
  /// `distance + skipped` samples and the last are left out.
  package static func heights(
    _ lead: [Float], distance: Int, skipping skipped: Int, form: SamplePresence.Form = .vectors
  ) -> [Float] {
    let count = lead.count - 2 * (distance + skipped)
    switch form {
    case .reference:
      return (0..<max(0, count)).map { index in
        let place = index + distance + skipped
        return abs(lead[place] - (lead[place - distance] + lead[place + distance]) / 2)
      }
    case .vectors:
      guard count > 0 else { return [] }
      var heights = [Float](repeating: 0, count: count)
      // Safe: the last sample read is `skipped` from the end.
      unsafe lead.withUnsafeBufferPointer { lead in
        unsafe heights.withUnsafeMutableBufferPointer { heights in
          unsafe chordae_spike_heights(
            lead.baseAddress?.advanced(by: skipped), count, distance, heights.baseAddress)
        }
      }
      return heights
    }
  }

  /// Whether the 20 ms before a sample vary by no more than so many mV.
  private func isQuiet(_ samples: Span<Float>, before end: Int, within range: Float) -> Bool {
    var (lowest, highest) = (samples[end], samples[end])
    for place in max(0, end - Int(0.02 * samplingFrequency))..<end {
      lowest = min(lowest, samples[place])
      highest = max(highest, samples[place])
    }
    return highest - lowest <= range
  }

  /// The median of about 128 of the values, evenly taken; enough to tell noise from spikes.
  private static func median(_ values: [Float]) -> Float {
    let step = max(1, values.count / 128)
    let some = stride(from: 0, to: values.count, by: step).map { values[$0] }.filter(\.isPresent)
    return some.isEmpty ? 0 : some.sorted()[some.count / 2]
  }
}
