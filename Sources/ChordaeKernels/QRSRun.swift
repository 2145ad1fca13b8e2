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
  /// The last beat.
  var last: QRSCandidate.Deflection?
  /// Missing samples of the run that a candidate may still come to lie before or behind.
  var missing: [Int] = []
  private var forgotten = 0

  /// A run that begins at a sample of the recording.
  init(start: Int, leadCount: Int, samplingFrequency: Double, peakDistance: Int) {
    self.start = start
    fusion = QRSFusion(leadCount: leadCount)
    peaks = EnvelopePeaks(distance: peakDistance)
    thresholds = QRSThresholds(samplingFrequency: samplingFrequency)
    locator = RPeakLocator(samplingFrequency: samplingFrequency)
  }

  /// Notes that the sample before `end` of the recording is present.
  mutating func grow(to end: Int) { length = end - start }

  /// Adds up the leads' envelopes by their weights.
  mutating func fuse(_ leads: [QRSLead], _ weights: [Float], _ length: Int) {
    fused.removeAll(keepingCapacity: true)
    fused.append(contentsOf: repeatElement(0, count: length))
    for (lead, weight) in zip(leads, weights) where weight > 0 {
      for index in 0..<length { fused[index] += weight * lead.envelope[index] }
    }
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
