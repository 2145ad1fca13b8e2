public import ChordaeCore
internal import ChordaeKernels

/// Prepares a recording for its features in one pass: batches go in, strips come out, and at the end
/// what was prepared of the whole.
///
/// Memory: the samples of a strip (a minute and a half), a spectrum a lead and four bytes a beat.
/// Cost: linear.
public struct ECGPreparation {
  private let recording: ECGRecording
  /// Places of the leads in which beats are sought; nil where a wanted one is absent.
  private let chosen: [Int]?
  private var sampleCount = 0
  private var leads: [LeadPreparation]
  private var detector: QRSDetector?
  /// The runs of samples, where no detector counts them.
  private var runs: SignalRuns?
  private var annotated: AnnotatedBeats?
  private let annotationFault: MissingReason?
  private var cutter: StripCutter

  /// A preparation before the first sample.
  ///
  /// - Parameters:
  ///   - recording: what the header says.
  ///   - options: the run's settings.
  ///   - needs: what the features look at beside the beats.
  ///   - annotatedBeats: beats of an annotation file, which take the place of the detector's.
  ///   - annotationFault: why that file could not be read; then nothing is known of the beats.
  public init(
    _ recording: ECGRecording, options: FeatureOptions, needs: ECGNeeds = [],
    annotatedBeats: [Beat]? = nil, annotationFault: MissingReason? = nil
  ) {
    self.recording = recording
    self.annotationFault = annotationFault
    let frequency = recording.samplingFrequency
    chosen = LeadSelection.places(options.ecgLeads, in: recording.leads)
    let workspaces = LeadWorkspaces(samplingFrequency: frequency, needs: needs)
    leads = recording.leads.map { _ in LeadPreparation(workspaces) }
    annotated = annotatedBeats.map { AnnotatedBeats($0) }
    cutter = StripCutter(
      recording, classifiedLeads: annotatedBeats == nil ? chosen ?? [] : [], needs: needs)
    if annotatedBeats == nil, let chosen, !chosen.isEmpty,
      QRSDetector.samplingFrequencies.contains(frequency)
    {
      detector = QRSDetector(samplingFrequency: frequency, leads: chosen)
    } else {
      runs = SignalRuns(samplingFrequency: frequency)
    }
  }

  /// Takes in the next samples; samples left out between batches count as missing.
  ///
  /// - Precondition: the batch holds all leads and does not begin before the last one's end; no
  ///   recording has 2^48 samples.
  public mutating func consume(_ batch: borrowing ECGBatch) {
    precondition(batch.leads.count == leads.count && batch.firstSample >= sampleCount)
    precondition(batch.firstSample < 1 << 48)
    if batch.firstSample > sampleCount { skip(to: batch.firstSample) }
    let count = batch.sampleCount
    for place in leads.indices {
      leads[place].consume(batch.leads[place], count: count)
      cutter.append(leads[place].takeSegments(), lead: place)
    }
    cutter.append(batch.leads, count: count)
    detector?.consume(batch.leads, count: count)
    passWithoutDetector(batch.leads, count: count)
    sampleCount += count
    takeDetected()
  }

  /// The next strip whose beats are all known; nil until more samples came, or `end` was called.
  ///
  /// It comes about a quarter of a minute behind the samples. Strips wait until they are taken: to keep
  /// the memory bounded, take them after each batch.
  public mutating func nextStrip() -> ECGStrip? { cutter.next() }

  /// Ends the recording; the last strips can then be taken.
  public mutating func end() {
    detector?.finish()
    takeDetected()
    cutter.end()
  }

  /// What was prepared of the whole recording, which it ends; strips that were not taken are dropped.
  public mutating func finish() -> PreparedECG {
    end()
    while nextStrip() != nil {}
    return PreparedECG(
      recording: recording, sampleCount: sampleCount, leads: leads.map { $0.finish(sampleCount) },
      beats: cutter.beats, beatFault: beatFault, measurements: cutter.measurements(),
      signalFault: signalFault)
  }

  private mutating func skip(to sample: Int) {
    let count = sample - sampleCount
    for place in leads.indices { leads[place].skip(count) }
    cutter.skip(count)
    detector?.skip(count)
    runs?.skip()
    annotated?.pass(sampleCount..<sample, into: &cutter.waiting) { _ in true }
    sampleCount = sample
    takeDetected()
  }

  private mutating func takeDetected() {
    cutter.decided = detector?.decidedSample ?? sampleCount
    guard let found = detector?.takeBeats() else { return }
    for beat in found {
      cutter.waiting.append(
        ECGStrip.Beat(
          sample: beat.sample, followsGap: beat.followsGap, code: UInt8(ascii: "N"), confidence: 1))
    }
  }

  /// Shows samples to what a detector would count and find.
  private mutating func passWithoutDetector(_ samples: [[Float]], count: Int) {
    guard runs != nil else { return }
    let first = sampleCount
    let range = first..<first + count
    let sought = chosen ?? Array(leads.indices)
    let hasGaps = sought.allSatisfy { leads[$0].lastBatchHadGaps }
    let isMissing = { (sample: Int) in sought.allSatisfy { !samples[$0][sample - first].isPresent }
    }
    runs?.consume(range, isMissing: hasGaps ? isMissing : nil)
    annotated?.pass(range, into: &cutter.waiting, isMissing: hasGaps ? isMissing : nil)
  }
}

// MARK: - What could not be known

extension ECGPreparation {
  private var signalFault: MissingReason? {
    guard leads.contains(where: \.varies) else { return .noSignal }
    let longest = detector?.longestRun ?? runs?.longest ?? 0
    return Double(longest) < 3 * recording.samplingFrequency ? .tooShort : nil
  }

  private var beatFault: MissingReason? {
    if annotated != nil { return annotationFault }
    guard let chosen else { return .noLead }
    guard chosen.contains(where: { leads[$0].varies }) else { return .noSignal }
    guard let detector else {
      return recording.samplingFrequency < QRSDetector.samplingFrequencies.lowerBound
        ? .bandAboveNyquist : .unsupported
    }
    return Double(detector.longestRun) < 3 * recording.samplingFrequency ? .tooShort : nil
  }
}
