/// Finds QRS complexes in any number of leads in one pass, with a memory that does not grow.
///
/// Each lead gives a slope envelope (`QRSEnvelope`); the leads are fused by how far QRS complexes
/// stand out in them within eight seconds on either side (`QRSFusion`), and where one is off the
/// others take its part (`QRSSilence`); the peaks of the fused envelope are judged by adaptive
/// thresholds with a bounded search-back (`QRSThresholds`), whose first levels are those of the
/// run's first ten seconds; the R peak is placed on the best lead's waveform (`RPeakLocator`). A
/// decision falls ten seconds after its beat, or at the end; so a ten-second ECG is judged as a
/// whole. The result depends neither on the size of the chunks nor on the unit or polarity of a
/// lead.
///
/// A sample is missing where it is so in all leads. A gap of at most 60 ms, shorter than a QRS
/// complex, is crossed on a straight line; a longer one ends the run of samples, and thresholds
/// start anew behind it. Runs under three seconds have no beats. Cost: linear.
public struct QRSDetector: Sendable {
  /// A beat.
  public struct Detection: Sendable, Equatable {
    /// The R peak's sample, from 0.
    public let sample: Int
    /// Whether samples are missing between it and the beat before, or there is none before.
    public let followsGap: Bool
  }

  /// Sampling frequencies for which the filters are made: below, a QRS complex has too few samples.
  public static let samplingFrequencies = 100.0...100_000

  /// Samples taken in so far.
  public private(set) var sampleCount = 0
  /// Samples of the longest run so far.
  public private(set) var longestRun = 0
  /// Samples taken in at a time, however large the chunks are.
  private static let step = 4096
  private let samplingFrequency: Double
  private let chosen: [Int]
  private let longestFill: Int
  private let decimation: Int
  private let blockLength: Int
  private var leads: [QRSLead]
  private var memory = QRSLead.Memory()
  private var found: [Detection] = []
  /// State of the present run; nil in a gap.
  private var run: QRSRun?
  private var missingInARow = 0

  /// A detector for the leads at the given places of the samples that it will get.
  ///
  /// - Precondition: the frequency is one of `samplingFrequencies`, and there is a lead.
  public init(samplingFrequency: Double, leads chosen: [Int]) {
    precondition(Self.samplingFrequencies.contains(samplingFrequency) && !chosen.isEmpty)
    self.samplingFrequency = samplingFrequency
    self.chosen = chosen
    longestFill = Int(0.06 * samplingFrequency)
    let envelope = QRSEnvelope(samplingFrequency: samplingFrequency)
    let lead = QRSLead(envelope, longestFill: longestFill)
    leads = Array(repeating: lead, count: chosen.count)
    decimation = envelope.decimation
    blockLength = Int(2 * envelope.frequency)
  }

  /// Takes in the next `count` samples of all leads, in mV or any other unit.
  public mutating func consume(_ samples: [[Float]], count: Int) {
    var index = 0
    while index < count {
      let end = presentEnd(samples, index..<min(count, index + Self.step))
      if end > index { feed(samples, index..<end) } else { takeMissing(samples, index) }
      index = max(end, index + 1)
    }
  }

  /// Takes in samples that the recording does not hold.
  public mutating func skip(_ count: Int) {
    precondition(count >= 0)
    if count > 0 { endRun() }
    sampleCount += count
  }

  /// Ends the recording.
  public mutating func finish() { endRun() }

  /// Hands over the beats found since the last time, in order.
  public mutating func takeBeats() -> [Detection] {
    defer { found.removeAll(keepingCapacity: true) }
    return found
  }

  /// The sample of the recording before which no further beat will come.
  ///
  /// It never falls, and lags by ten seconds and a beat, at most 15 s; at the start of a run by 21.
  public var decidedSample: Int {
    guard let run else { return sampleCount }
    return run.start + max(firstInDoubt(run), run.last.map { $0.sample + 1 } ?? 0)
  }

  /// The first sample of the run at which a beat may still be found: peaks of the last 0.2 s and
  /// what the search-back may take, with their deflections 0.1 s around them, are in doubt.
  private func firstInDoubt(_ run: QRSRun) -> Int {
    guard run.thresholds.isReady else { return 0 }
    let inDoubt = (QRSThresholds.searchBackSeconds + 0.35) * samplingFrequency
    return max(0, Int((sample(ofEnvelope: run.fusedCount) - inDoubt).rounded(.down)))
  }

  /// Where a stretch ends that begins a range and whose samples are present in one of the leads.
  private func presentEnd(_ samples: [[Float]], _ range: Range<Int>) -> Int {
    for lead in chosen {
      let end = QRSLead.presentEnd(samples[lead], range)
      if end > range.lowerBound { return end }
    }
    return range.lowerBound
  }

  private mutating func feed(_ samples: [[Float]], _ range: Range<Int>) {
    if run == nil { startRun() }
    missingInARow = 0
    let first = sampleCount
    for place in leads.indices { leads[place].consume(samples[chosen[place]], range) }
    sampleCount += range.count
    run?.grow(to: first + range.count)
    advance()
  }

  private mutating func takeMissing(_ samples: [[Float]], _ index: Int) {
    missingInARow += 1
    if missingInARow > longestFill { endRun() }
    if let start = run?.start {
      run?.missing.append(sampleCount - start)
      for place in leads.indices { leads[place].consume(samples[chosen[place]], index..<index + 1) }
    }
    sampleCount += 1
  }

  private mutating func startRun() {
    for place in leads.indices { leads[place].startRun() }
    run = QRSRun(
      start: sampleCount, leadCount: leads.count, samplingFrequency: samplingFrequency,
      envelopeFrequency: samplingFrequency / Double(decimation))
  }
}

// MARK: - Blocks

extension QRSDetector {
  /// Measures the blocks that are complete and judges those whose surroundings are measured.
  private mutating func advance() {
    guard var run else { return }
    self.run = nil
    let available = leads.reduce(Int.max) { min($0, $1.measurable) }
    measureBlocks(upTo: available, &run)
    while run.fusion.blockCount - run.judged > QRSFusion.reach {
      judge(blockLength, &run, keepsTail: true)
    }
    self.run = run
  }

  /// Measures the blocks that end before a sample of the envelope.
  private mutating func measureBlocks(upTo end: Int, _ run: inout QRSRun) {
    while end >= (run.fusion.blockCount + 1) * blockLength {
      let block = run.fusion.blockCount
      let first = (block - run.judged) * blockLength
      for place in leads.indices {
        leads[place].measure(upTo: (block + 1) * blockLength, &memory)
        run.fusion.measure(lead: place, leads[place].envelope[first..<first + blockLength])
      }
    }
  }

  /// Judges what is left.
  private mutating func endRun() {
    guard var run else { return }
    self.run = nil
    missingInARow = 0
    longestRun = max(longestRun, run.length)
    guard Double(run.length) >= 3 * samplingFrequency else { return }
    for place in leads.indices { leads[place].finishRun(length: run.length) }
    let total = (run.length + decimation - 1) / decimation
    measureBlocks(upTo: total, &run)
    for place in leads.indices { leads[place].measure(upTo: total, &memory) }
    measureRemainder(&run)
    while run.judged < run.fusion.blockCount {
      let isLast = run.judged + 1 == run.fusion.blockCount
      judge(isLast ? leads[0].envelope.count : blockLength, &run, keepsTail: !isLast)
    }
    if let peak = run.peaks.finish() { consider(peak, &run) }
    run.thresholds.finish(at: Double(run.length))
    takeAccepted(&run)
  }

  /// What is left behind the last whole block belongs to that block, or is the only one.
  private func measureRemainder(_ run: inout QRSRun) {
    let whole = run.fusion.blockCount - run.judged
    let first = max(0, whole - 1) * blockLength
    for (place, lead) in leads.enumerated() {
      if whole > 0 {
        run.fusion.measureLast(lead: place, lead.envelope[first...])
      } else {
        run.fusion.measure(lead: place, lead.envelope[...])
      }
    }
  }

  /// Fuses the next block, considers its peaks and drops what is no longer needed.
  private mutating func judge(_ length: Int, _ run: inout QRSRun, keepsTail: Bool) {
    run.fuse(leads, run.fusion.parts(ofBlock: run.judged), length)
    var index = 0
    while let peak = run.nextPeak(from: &index) { consider(peak, &run) }
    run.fusedCount += length
    run.judged += 1
    run.thresholds.pass(sample(ofEnvelope: run.fusedCount))
    takeAccepted(&run)
    guard keepsTail else { return }
    let needed = firstInDoubt(run)
    for place in leads.indices { leads[place].drop(envelope: length, waveformBefore: needed) }
    run.forgetMissing(before: leads[0].waveformStart)
  }

  /// The sample of the run to which a sample of the envelope belongs.
  private func sample(ofEnvelope place: Int) -> Double {
    Double(place * decimation)
  }

  private func consider(_ peak: EnvelopePeaks.Peak, _ run: inout QRSRun) {
    run.thresholds.consume(
      QRSCandidate(
        center: sample(ofEnvelope: peak.place), height: Double(peak.height),
        floor: Double(run.floor(at: peak.place)), lead: run.lead(at: peak.place)))
  }

  /// Where the R peak of an accepted candidate lies.
  private func locate(_ candidate: QRSCandidate, _ run: inout QRSRun) -> QRSRun.Peak? {
    let lead = leads[candidate.lead]
    let present = 0..<min(lead.waveform.count, run.length - lead.waveformStart)
    guard !present.isEmpty else { return nil }
    let center = Int(candidate.center.rounded()) - lead.waveformStart
    let middle = min(max(center, 0), present.upperBound - 1)
    let extrema = run.locator.extrema(of: lead.waveform, around: middle, within: present)
    let sample = run.locator.choose(extrema, lead: candidate.lead).index + lead.waveformStart
    return QRSRun.Peak(sample: sample, missingBefore: run.missingCount(before: sample))
  }

  private mutating func takeAccepted(_ run: inout QRSRun) {
    for candidate in run.thresholds.takeAccepted() {
      guard let peak = locate(candidate, &run) else { continue }
      // At the run's edge it is no turning point: the R peak lies beyond, where samples are missing.
      if peak.sample == 0 || peak.sample == run.length - 1 { continue }
      if let last = run.last, peak.sample <= last.sample { continue }
      let followsGap = run.last.map { $0.missingBefore != peak.missingBefore } ?? true
      found.append(Detection(sample: run.start + peak.sample, followsGap: followsGap))
      run.last = peak
    }
  }
}
