import ChordaeCore
internal import ChordaeKernels

/// Brings samples and beats together as strips, types the beats and has their waves marked.
struct StripCutter {
  /// The beats of all strips so far.
  private(set) var beats = BeatSeries()
  /// Beats that belong to a strip to come, by their sample in the recording.
  var waiting: [ECGStrip.Beat] = []
  /// All beats before this sample of the recording are known.
  var decided = 0

  private let samplingFrequency: Double
  private let classifiedLeads: [Int]
  /// Nil at rates at which no strip is looked at.
  private var buffer: StripBuffer?
  private var classifier: BeatClassifier?
  private var pacing: PacingSpikes?
  private var delineator: Delineator?
  private var measurer: StripMeasurer?
  private var measured = RecordingMeasurement()
  /// Lead by lead the segments that belong to a strip to come, by their sample in the recording.
  private var segments: [[SegmentPowers]]

  /// A cutter that types beats by the given leads, or takes their types as they are where there is none.
  init(_ recording: ECGRecording, classifiedLeads: [Int], needs: ECGNeeds) {
    samplingFrequency = recording.samplingFrequency
    self.classifiedLeads = classifiedLeads
    let leadCount = recording.leads.count
    segments = Array(repeating: [], count: leadCount)
    guard QRSDetector.samplingFrequencies.contains(samplingFrequency), leadCount > 0 else { return }
    buffer = StripBuffer(samplingFrequency: samplingFrequency, leadCount: leadCount)
    if PacingSpikes.samplingFrequencies.contains(samplingFrequency) {
      pacing = PacingSpikes(samplingFrequency: samplingFrequency)
    }
    if !classifiedLeads.isEmpty {
      classifier = BeatClassifier(
        samplingFrequency: samplingFrequency, leadCount: classifiedLeads.count)
    }
    if needs.contains(.marks) {
      delineator = Delineator(samplingFrequency: samplingFrequency, leadCount: leadCount)
    }
    if needs.contains(.measurements) {
      measurer = StripMeasurer(recording, deviates: needs.contains(.deviations))
    }
  }

  /// Takes in the next samples of all leads.
  mutating func append(_ leads: [[Float]], count: Int) { buffer?.append(leads, count: count) }

  /// Takes in the next segments of a lead's spectrum.
  mutating func append(_ powers: [SegmentPowers], lead: Int) {
    if buffer != nil, !powers.isEmpty { segments[lead] += powers }
  }

  /// Takes in samples that the recording does not hold.
  mutating func skip(_ count: Int) { buffer?.skip(count) }

  /// Ends the recording.
  mutating func end() {
    buffer?.finish()
    decided = .max
  }

  /// The next strip; nil as long as its beats are not all known.
  mutating func next() -> ECGStrip? {
    guard let cut = buffer?.next(decided: decided) else {
      if decided == .max || buffer == nil {
        note(waiting)
        waiting.removeAll(keepingCapacity: true)
      }
      return nil
    }
    let end = cut.firstSample + (cut.leads.first?.count ?? 0)
    let held = waiting.prefix { $0.sample < end }.filter { $0.sample >= cut.firstSample }
    let first = held.firstIndex { $0.sample >= cut.core.lowerBound } ?? held.count
    let behind = held.firstIndex { $0.sample >= cut.core.upperBound } ?? held.count
    var strip = ECGStrip(
      samplingFrequency: samplingFrequency, firstSample: cut.firstSample, leads: cut.leads,
      core: cut.core.lowerBound - cut.firstSample..<cut.core.upperBound - cut.firstSample,
      beats: held.map { beat in
        var beat = beat
        beat.sample -= cut.firstSample
        return beat
      }, owned: first..<behind)
    strip.pacingSpikes = pacing?.places(in: strip.leads) ?? []
    classify(&strip)
    mark(&strip)
    measure(&strip)
    strip.segments = takeSegments(before: cut.core.upperBound, firstSample: cut.firstSample)
    keep(&strip, upTo: cut.core.upperBound)
    return strip
  }

  /// The segments whose middle lies before `end`.
  private mutating func takeSegments(before end: Int, firstSample: Int) -> [[SegmentPowers]] {
    segments.indices.map { lead in
      let later = segments[lead].firstIndex { $0.middle >= end }
      let taken = segments[lead].prefix(later ?? segments[lead].count).map { segment in
        var segment = segment
        segment.firstSample -= firstSample
        return segment
      }
      segments[lead].removeFirst(taken.count)
      return taken
    }
  }

  private mutating func classify(_ strip: inout ECGStrip) {
    guard classifier != nil else { return }
    let verdicts = classifier?.classify(
      classifiedLeads.map { strip.leads[$0] },
      beats: strip.beats.map {
        BeatClassifier.Beat(
          sample: $0.sample, followsGap: $0.followsGap,
          isPaced: pacing?.paces(strip.pacingSpikes, beat: $0.sample) ?? false)
      }, owned: strip.owned)
    for (place, verdict) in (verdicts ?? []).enumerated() {
      strip.beats[place].code = verdict.code
      strip.beats[place].confidence = verdict.confidence
    }
  }

  private mutating func mark(_ strip: inout ECGStrip) {
    delineator?.delineate(
      strip.leads,
      beats: strip.beats.map {
        BeatLocation(sample: $0.sample, followsGap: $0.followsGap, isPaced: $0.isPaced)
      }, pacingSpikes: strip.pacingSpikes, into: &strip.marks)
  }

  private mutating func measure(_ strip: inout ECGStrip) {
    guard let measurement = measurer?.measure(strip) else { return }
    measured.add(measurement)
    strip.measurement = measurement
  }

  /// What was measured in all strips so far; nil where no beat could be.
  func measurements() -> ECGMeasurements? { measured.result() }

  /// Notes the beats up to the core's end, with which the strip's have their places among all, and drops
  /// those that no later strip shows.
  ///
  /// An annotated beat may lie where the recording has no samples, and so in no strip.
  private mutating func keep(_ strip: inout ECGStrip, upTo end: Int) {
    let core = strip.firstSample + strip.core.lowerBound
    note(waiting.prefix { $0.sample < core })
    strip.firstBeat = beats.count
    note(
      strip.beats[strip.owned].map { beat in
        var beat = beat
        beat.sample += strip.firstSample
        return beat
      })
    let shown = end - Int(StripBuffer.marginSeconds * samplingFrequency)
    waiting.removeFirst(waiting.firstIndex { $0.sample >= shown } ?? waiting.count)
  }

  private mutating func note(_ typed: some Sequence<ECGStrip.Beat>) {
    for beat in typed where beat.sample > (beats.last?.sample ?? -1) {
      beats.append(sample: beat.sample, code: beat.code, followsGap: beat.followsGap)
    }
  }
}
