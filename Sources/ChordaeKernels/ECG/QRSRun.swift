/// What the detector knows of one run of samples: all of it starts anew behind a gap.
struct QRSRun {
  /// The run's first sample in the recording.
  let start: Int
  /// Samples up to the last one that is present.
  private(set) var length = 0
  var fusion: QRSFusion
  var peaks: EnvelopePeaks
  var thresholds: QRSThresholds
  var locator: RPeakLocator
  /// Blocks judged so far.
  var judged = 0
  /// The fused envelope of the block in hand; `fusedCount` samples came before it.
  private(set) var fused: [Float] = []
  var fusedCount = 0
  /// Floors of the block in hand and of the one before.
  private var floors: (present: Float, past: Float) = (0, 0)
  /// The last beat.
  var last: Peak?
  /// Missing samples of the run that a candidate may still come to lie before or behind.
  var missing: [Int] = []
  private var forgotten = 0
  /// Where each lead is off in the block in hand, and its part there.
  private let shortestSilence: Int
  private var silences: [QRSSilence]
  private var parts: [QRSFusion.Part] = []

  /// An R peak.
  struct Peak {
    /// Sample of the run.
    let sample: Int
    /// Missing samples of the run before it: between two peaks with equal counts lies no gap.
    let missingBefore: Int
  }

  /// A run that begins at a sample of the recording.
  init(start: Int, leadCount: Int, samplingFrequency: Double, envelopeFrequency: Double) {
    self.start = start
    fusion = QRSFusion(leadCount: leadCount)
    peaks = EnvelopePeaks(distance: Int(0.2 * envelopeFrequency))
    thresholds = QRSThresholds(samplingFrequency: samplingFrequency)
    locator = RPeakLocator(samplingFrequency: samplingFrequency)
    shortestSilence = Int(envelopeFrequency)
    silences = Array(repeating: QRSSilence(), count: leadCount)
  }

  /// Notes that the sample before `end` of the recording is present.
  mutating func grow(to end: Int) { length = end - start }

  /// Adds up the leads' envelopes by their parts; where a lead is off the others share its part,
  /// so that a usual QRS complex has height 1 there too.
  mutating func fuse(_ leads: [QRSLead], _ parts: [QRSFusion.Part], _ length: Int) {
    self.parts = parts
    fused.removeAll(keepingCapacity: true)
    fused.append(contentsOf: repeatElement(0, count: length))
    for place in leads.indices where parts[place].share > 0 {
      let weight = parts[place].share / parts[place].level
      let held = leads[place].envelope
      let envelope = held.span.extracting(0..<length)
      var sums = fused.mutableSpan
      for index in envelope.indices { sums[index] += weight * envelope[index] }
    }
    for place in leads.indices {
      silences[place].measure(
        leads[place], level: parts[place].level, length, shortest: shortestSilence)
    }
    if silences.contains(where: { !$0.ranges.isEmpty }) { fillIn(length) }
    floors = (floor(), floors.present)
  }

  /// The next peak that the fused envelope of the block in hand proves, from one of its places on.
  mutating func nextPeak(from index: inout Int) -> EnvelopePeaks.Peak? {
    var peaks = peaks
    defer { self.peaks = peaks }
    return peaks.next(in: fused.span, at: &index, from: fusedCount)
  }

  /// What the fused envelope falls back to around one of its places.
  func floor(at place: Int) -> Float { place < fusedCount ? floors.past : floors.present }

  /// The median of what is lowest in each quarter of a second of the block in hand: QRS complexes
  /// and waves have no part in it, noise has.
  private func floor() -> Float {
    let piece = max(1, shortestSilence / 4)
    let fused = fused.span
    var lowest: [Float] = []
    for start in stride(from: 0, through: fused.count - piece, by: piece) {
      var least = Float.infinity
      for index in start..<start + piece { least = min(least, fused[index]) }
      lowest.append(least)
    }
    lowest.sort()
    return lowest.isEmpty ? 0 : lowest[lowest.count / 2]
  }

  private mutating func fillIn(_ length: Int) {
    var shares = [Float](repeating: 0, count: length)
    for (silence, part) in zip(silences, parts) {
      for range in silence.ranges { for index in range { shares[index] += part.share } }
    }
    // Where all leads are off there is nothing to fill in.
    for index in 0..<length where shares[index] < 0.999 { fused[index] /= 1 - shares[index] }
  }

  /// The lead in which the R peak is to be located that belongs to a place of the fused envelope.
  func lead(at place: Int) -> Int {
    let index = max(0, place - fusedCount)
    func isOn(_ lead: Int) -> Bool { !silences[lead].ranges.contains { $0.contains(index) } }
    let usual = fusion.fiducialLead
    if isOn(usual) { return usual }
    return parts.indices.filter(isOn).max { parts[$0].share < parts[$1].share } ?? usual
  }

  /// How many samples are missing before one of them.
  func missingCount(before sample: Int) -> Int {
    var count = forgotten
    for place in missing where place < sample { count += 1 }
    return count
  }

  /// Counts on without the places that all further candidates lie behind.
  mutating func forgetMissing(before sample: Int) {
    let count = missing.prefix { $0 < sample }.count
    forgotten += count
    missing.removeFirst(count)
  }
}
