import ChordaeCore
internal import ChordaeKernels

/// Holds the samples of a recording that no strip has given yet, and cuts them into strips.
///
/// Memory: about a minute and a half of all leads, and one batch.
struct StripBuffer {
  /// Seconds of a strip's core, and of what is shown on either side of it.
  private static let coreSeconds = 60.0
  static let marginSeconds = 2.0
  /// Seconds that a recording's last strip may have at most.
  private static let longestSeconds = 90.0
  /// Seconds of missing samples that end a strip: no beat is looked at across them.
  private static let gapSeconds = 4.0

  /// Successive samples without a long gap.
  private struct Stretch {
    /// The recording's sample that is held first.
    var start: Int
    /// The recording's sample that is the first in no strip's core yet.
    var unowned: Int
    var leads: [[Float]]
    var isClosed = false
    var count: Int { leads.first?.count ?? 0 }
    /// The recording's sample behind the last one held.
    var end: Int { start + count }
  }

  private let core: Int
  private let margin: Int
  private let longest: Int
  private let longestFill: Int
  private let leadCount: Int
  private var stretches: [Stretch] = []
  private var sampleCount = 0

  /// A buffer of no samples.
  init(samplingFrequency: Double, leadCount: Int) {
    core = Int(Self.coreSeconds * samplingFrequency)
    margin = Int(Self.marginSeconds * samplingFrequency)
    longest = Int(Self.longestSeconds * samplingFrequency)
    longestFill = Int(Self.gapSeconds * samplingFrequency)
    self.leadCount = leadCount
  }

  /// Takes in the next samples of all leads.
  mutating func append(_ leads: [[Float]], count: Int) {
    guard count > 0 else { return }
    openStretch()
    let last = stretches.count - 1
    for place in 0..<leadCount { stretches[last].leads[place] += leads[place][..<count] }
    sampleCount += count
  }

  /// Takes in samples that the recording does not hold: a long gap ends the stretch.
  mutating func skip(_ count: Int) {
    if let last = stretches.indices.last, !stretches[last].isClosed {
      if count > longestFill {
        stretches[last].isClosed = true
      } else {
        for place in 0..<leadCount {
          stretches[last].leads[place] += repeatElement(.nan, count: count)
        }
      }
    }
    sampleCount += count
  }

  /// Ends the recording.
  mutating func finish() {
    if let last = stretches.indices.last { stretches[last].isClosed = true }
  }

  /// The samples of the next strip, its core counted in samples of the recording; nil as long as beats
  /// that belong to it may still be found: those before `decided` are known.
  mutating func next(decided: Int) -> (firstSample: Int, leads: [[Float]], core: Range<Int>)? {
    // A stretch is looked at where it is: a copy of it would share its samples, and cutting move them all.
    while !stretches.isEmpty {
      let (unowned, behind) = (stretches[0].unowned, stretches[0].end)
      if stretches[0].isClosed && behind - unowned <= longest {
        guard decided >= behind else { return nil }
        let stretch = stretches.removeFirst()
        guard behind > unowned else { continue }
        return (stretch.start, stretch.leads, unowned..<behind)
      }
      let end = unowned + core
      // Not before it is sure that the rest makes a strip of its own.
      guard behind - unowned > longest, decided >= end + margin, behind >= end + margin else {
        return nil
      }
      return cut(at: end)
    }
    return nil
  }

  private mutating func cut(at end: Int) -> (firstSample: Int, leads: [[Float]], core: Range<Int>) {
    let (start, unowned) = (stretches[0].start, stretches[0].unowned)
    let (held, kept) = (end + margin - start, end - margin - start)
    var leads: [[Float]] = []
    swap(&leads, &stretches[0].leads)
    // What is left is the shorter part: it is copied, the strip takes over the rest.
    stretches[0].leads = leads.map { lead in
      var rest: [Float] = []
      rest.reserveCapacity(lead.capacity)
      rest += lead[kept...]
      return rest
    }
    for place in leads.indices { leads[place].removeLast(leads[place].count - held) }
    stretches[0].start += kept
    stretches[0].unowned = end
    return (start, leads, unowned..<end)
  }

  private mutating func openStretch() {
    if let last = stretches.last, !last.isClosed { return }
    stretches.append(
      Stretch(
        start: sampleCount, unowned: sampleCount, leads: Array(repeating: [], count: leadCount)))
  }
}
