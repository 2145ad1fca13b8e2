internal import CKernels

/// Finds the spikes of a pacemaker in the unfiltered samples of a strip.
///
/// A spike of 0.1 to 2 ms is a deflection that is over 3 ms later. Its distance from the line between
/// the samples 3 ms (at least one sample) before and after it is as large as from the line between
/// those 6 ms away; of a QRS complex, smooth at that scale, it is a quarter. A spike is where that
/// ratio is at least 0.7, the distance at least 0.15 mV and ten times its median over the strip, and
/// the 20 ms before vary by no more than half of it, which they do within a jagged QRS complex; all
/// that at the same place in two leads, or with a single lead at 0.3 mV and twenty times.
///
/// From 0.3 to 0.06 s before a spike there may be one of the atrium, which is often smaller: there 0.04 mV
/// and twenty times the median are enough (twice as much in a single lead), a ratio of 0.65, and as much
/// as nine tenths of it before it. These figures were set on one record of LUDB.
///
/// Below 500 Hz a recorder's own filter leaves little of a spike: there the rule finds only large ones,
/// and no spike proves nothing. Amplitudes are in mV: in other units the rule rests on the medians alone
/// only where values are larger. Cost: linear.
public struct PacingSpikes: Sendable {
  /// Sampling frequencies at which a spike of 0.1 to 2 ms may be seen.
  public static let samplingFrequencies = 250.0...100_000

  /// The longest time in seconds from a ventricular spike to the R peak of its beat.
  static let longestCapture = 0.12
  /// How long before the ventricular spike an atrial one stands, in seconds.
  static let atrialSeconds = 0.06...0.3
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
    let isAlone = leads.count == 1
    let whole = 0..<(leads.first?.count ?? 0)
    let places = spikes(leads, isAlone ? .alone : .any, in: [whole])
    guard !places.isEmpty else { return [] }
    var stretches: [Range<Int>] = []
    for place in places {
      let first = max(place - at(Self.atrialSeconds.upperBound), stretches.last?.upperBound ?? 0)
      let end = place - at(Self.atrialSeconds.lowerBound) + 1
      if end > first { stretches.append(first..<end) }
    }
    let atrial = spikes(leads, isAlone ? .atrialAlone : .atrial, in: stretches).filter { place in
      places.allSatisfy { abs($0 - place) >= at(0.02) }
    }
    return (places + atrial).sorted()
  }

  private func at(_ seconds: Double) -> Int { Int(seconds * samplingFrequency) }

  /// Spikes by a rule in some stretches, which do not overlap.
  private func spikes(_ leads: [[Float]], _ rule: Rule, in stretches: [Range<Int>]) -> [Int] {
    let needed = leads.count > 1 ? 2 : 1
    var found: [(place: Int, height: Float)] = []
    for lead in leads { found += candidates(lead, rule, in: stretches) }
    found.sort { $0.place < $1.place }
    var places: [Int] = []
    var first = 0
    while first < found.count {
      // Candidates of all leads within 2 ms, but for rounding one sample, are one spike.
      let reach = max(1, at(0.002))
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
    let reach = at(Self.longestCapture)
    return spikes.contains { (sample - reach...sample).contains($0) }
  }

  /// What a place of a lead must show.
  private struct Rule {
    /// The least height in mV and in medians over the strip.
    let millivolts: Float
    let medians: Float
    /// The least part of the wider distance.
    let sharpness: Float
    /// The part of the height by which the lead may vary before it.
    let unrest: Float

    static let any = Rule(millivolts: 0.15, medians: 10, sharpness: 0.7, unrest: 0.5)
    static let alone = Rule(millivolts: 0.3, medians: 20, sharpness: 0.7, unrest: 0.5)
    static let atrial = Rule(millivolts: 0.04, medians: 20, sharpness: 0.65, unrest: 0.9)
    static let atrialAlone = Rule(millivolts: 0.08, medians: 40, sharpness: 0.65, unrest: 0.9)
  }

  /// Spikes of one lead by a rule, each at its highest sample.
  private func candidates(
    _ lead: [Float], _ rule: Rule, in stretches: [Range<Int>]
  ) -> [(place: Int, height: Float)] {
    let reach = 2 * distance
    guard lead.count > 2 * reach else { return [] }
    // The first belongs to the sample at `reach`.
    let heights = Self.heights(lead, distance: distance, skipping: distance)
    let least = Self.leastHeight(heights, rule)
    var found: [(place: Int, height: Float)] = []
    for stretch in stretches {
      var index = max(0, stretch.lowerBound - reach)
      let end = min(heights.count, stretch.upperBound - reach)
      while index < end {
        index += SamplePresence.count(heights.span.extracting(index..<end), below: least)
        guard index < end else { break }
        let (place, height) = (index + reach, heights[index])
        index += 1
        guard isSpike(lead.span, at: place, height, rule) else { continue }
        if let last = found.last, place - last.place <= reach {
          if height > last.height { found[found.count - 1] = (place, height) }
        } else {
          found.append((place, height))
        }
      }
    }
    return found
  }

  /// Whether a place is as sharp and what comes before it as quiet as a rule asks.
  private func isSpike(
    _ samples: Span<Float>, at place: Int, _ height: Float, _ rule: Rule
  ) -> Bool {
    let reach = 2 * distance
    let wider = abs(samples[place] - (samples[place - reach] + samples[place + reach]) / 2)
    return wider.isPresent && height >= rule.sharpness * wider && height <= 1.6 * wider
      && isQuiet(samples, before: place - distance, within: height * rule.unrest)
  }

  /// How far each sample lies from the line between those `distance` before and after it; the first
  /// `distance + skipped` samples and the last are left out.
  package static func heights(
    _ lead: [Float], distance: Int, skipping skipped: Int, form: SampleForm = .vectors
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
      // Safe: the last sample read is `skipped` from the end, and each height is written.
      return unsafe [Float](unsafeUninitializedCapacity: count) { heights, filled in
        unsafe lead.withUnsafeBufferPointer { lead in
          unsafe chordae_spike_heights(
            lead.baseAddress?.advanced(by: skipped), count, distance, heights.baseAddress)
        }
        filled = count
      }
    }
  }

  /// Whether the 20 ms before a sample vary by no more than so many mV, looked at once a millisecond: a
  /// higher rate costs no more.
  private func isQuiet(_ samples: Span<Float>, before end: Int, within range: Float) -> Bool {
    var (lowest, highest) = (samples[end], samples[end])
    let first = max(0, end - Int(0.02 * samplingFrequency))
    let step = max(1, Int(0.001 * samplingFrequency))
    for place in stride(from: first, to: end, by: step) {
      lowest = min(lowest, samples[place])
      highest = max(highest, samples[place])
    }
    return highest - lowest <= range
  }

  /// The least height of a spike: a rule's in mV, or so many medians of the heights.
  ///
  /// The median is that of about 128 of them, evenly taken: enough to tell noise from spikes.
  private static func leastHeight(_ heights: [Float], _ rule: Rule) -> Float {
    let values = heights.span
    let step = max(1, values.count / 128)
    var some: [Float] = []
    some.reserveCapacity(values.count / step + 1)
    var (place, lowCount) = (0, 0)
    while place < values.count {
      let value = values[place]
      place += step
      guard value.isPresent else { continue }
      some.append(value)
      if rule.medians * value <= rule.millivolts { lowCount += 1 }
    }
    // Where more than half are as low as that, so is the median, whatever it is.
    if some.isEmpty || lowCount > some.count / 2 { return rule.millivolts }
    return max(rule.millivolts, rule.medians * Median.upper(some.span))
  }
}
