/// Bimodal compression: the full rate in the zones around the QRS complexes, a lower one between
/// them (EN 1064, 5.9 and its annex on compression).
///
/// A stretch of n samples between two zones is stored as n / factor means, followed by its last
/// n % factor samples as they are.
struct SCPBimodal {
  /// Zones of the full rate, in order and without overlap, counted from sample 1.
  let protected: [ClosedRange<Int>]
  /// Samples that one mean stands for.
  let factor: Int

  /// Samples that the section stores for a lead of these samples.
  func storedCount(of lead: ClosedRange<Int>) -> Int {
    stretches(of: lead).reduce(0) { count, stretch in
      count
        + (stretch.isProtected ? stretch.count : stretch.count / factor + stretch.count % factor)
    }
  }

  /// The most samples that so many stored ones can become.
  func mostExpanded(_ stored: Int, lead: ClosedRange<Int>) -> Int {
    min(lead.count, factor * stored)
  }

  /// Puts a lead's stored samples back at the full rate; shorter than the lead where they end early.
  ///
  /// The means are joined by straight lines that begin and end half a step inside their stretch.
  /// No smoothing follows, which some decoders add: the file does not ask for it.
  func expand(_ stored: [Int32], lead: ClosedRange<Int>) -> [Double] {
    var output: [Double] = []
    var rest = stored[...]
    for stretch in stretches(of: lead) {
      let means = stretch.isProtected ? 0 : stretch.count / factor
      guard rest.count >= means else {
        interpolate(rest, into: &output)
        return output
      }
      interpolate(rest.prefix(means), into: &output)
      rest = rest.dropFirst(means)
      let plain = rest.prefix(stretch.isProtected ? stretch.count : stretch.count % factor)
      output += plain.lazy.map(Double.init)
      rest = rest.dropFirst(plain.count)
    }
    return output
  }

  private func interpolate(_ means: ArraySlice<Int32>, into output: inout [Double]) {
    guard let first = means.first, let last = means.last else { return }
    let before = factor / 2
    output += repeatElement(Double(first), count: before)
    for (a, b) in zip(means, means.dropFirst()) {
      let slope = Double(b - a) / Double(factor)
      output += (0..<factor).lazy.map { Double(a) + Double($0) * slope }
    }
    output += repeatElement(Double(last), count: factor - before)
  }

  private func stretches(of lead: ClosedRange<Int>) -> [(count: Int, isProtected: Bool)] {
    var stretches: [(count: Int, isProtected: Bool)] = []
    var next = lead.lowerBound
    for zone in protected where zone.overlaps(lead) {
      let zone = zone.clamped(to: lead)
      stretches.append((zone.lowerBound - next, false))
      stretches.append((zone.count, true))
      next = zone.upperBound + 1
    }
    stretches.append((lead.upperBound - next + 1, false))
    return stretches
  }
}
