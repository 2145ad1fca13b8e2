import ChordaeCore
internal import ChordaeKernels

/// Measures the beats of strips: intervals beat by beat, waves in the median beat.
///
/// Beats of the strip's main kind are taken: conducted or paced ones, whichever are more (conducted if
/// as many). An interval is the median over those beats, where at least half of them have it.
struct StripMeasurer {
  private let samplingFrequency: Double
  private let millisecondsPerSample: Float
  private let leadCount: Int
  /// Whether a lead is one of the twelve standard ones.
  private let isStandard: [Bool]
  private let deviates: Bool
  private var aligner: BeatAligner
  private var median: MedianBeat
  private var durations: [Float] = []

  /// A measurer for a recording's strips.
  init(_ recording: ECGRecording, deviates: Bool) {
    samplingFrequency = recording.samplingFrequency
    millisecondsPerSample = Float(1000 / samplingFrequency)
    leadCount = recording.leads.count
    isStandard = recording.leads.map { $0.standard != nil }
    self.deviates = deviates
    aligner = BeatAligner(samplingFrequency: samplingFrequency)
    median = MedianBeat(samplingFrequency: samplingFrequency)
  }

  /// What the strip's beats show; nil where none is conducted or paced, or marks are not set.
  mutating func measure(_ strip: borrowing ECGStrip) -> StripMeasurement? {
    guard strip.marks.global.count == strip.beats.count else { return nil }
    let conducted = strip.owned.filter { strip.beats[$0].isConducted }
    let paced = strip.owned.filter { strip.beats[$0].isPaced }
    let beats = conducted.count >= paced.count ? conducted : paced
    guard !beats.isEmpty else { return nil }
    let fiducials = aligner.fiducials(strip.leads, peaks: beats.map { strip.beats[$0].sample })
    let marks = RepresentativeMarks(
      strip.marks.global, beats: beats, fiducials: fiducials, center: median.center)
    let baseline = baseline(marks)
    median.fill(
      strip.leads, fiducials: Self.evenly(fiducials, ColumnMedians.longest), baseline: baseline,
      deviates: deviates)
    var figures = [Float](
      repeating: .nan, count: GlobalFigure.count + leadCount * LeadFigure.count)
    let rr = meanRR(strip)
    measureLeads(strip, beats, marks, rr, &figures)
    measureGlobal(strip, beats, rr, &figures)
    return StripMeasurement(
      isPaced: conducted.count < paced.count, beats: beats, fiducials: fiducials,
      baseline: baseline, median: median, marks: marks, figures: figures)
  }

  /// Some of the fiducial points, evenly spread.
  private static func evenly(_ fiducials: [Int], _ count: Int) -> [Int] {
    guard fiducials.count > count else { return fiducials }
    return (0..<count).map { fiducials[$0 * fiducials.count / count] }
  }

  /// The 16 ms before QRS onset, from the fiducial point; without a mark those before 80 ms.
  private func baseline(_ marks: RepresentativeMarks) -> Range<Int> {
    let end = (marks.qrsOnset.map { $0 - median.center }) ?? -Int(0.08 * samplingFrequency)
    return end - max(1, Int((0.016 * samplingFrequency).rounded()))..<end
  }

  /// Mean of the strip's RR intervals in samples, none of them beside an artefact.
  private func meanRR(_ strip: borrowing ECGStrip) -> Double? {
    var (sum, count) = (0, 0)
    for place in strip.owned
    where place > 0 && !strip.beats[place].followsGap && !strip.beats[place].isArtefact
      && !strip.beats[place - 1].isArtefact
    {
      sum += strip.beats[place].sample - strip.beats[place - 1].sample
      count += 1
    }
    return count > 0 ? Double(sum) / Double(count) : nil
  }

  // MARK: Leads

  private mutating func measureLeads(
    _ strip: borrowing ECGStrip, _ beats: [Int], _ marks: RepresentativeMarks, _ rr: Double?,
    _ figures: inout [Float]
  ) {
    var measurer = LeadMeasurer(samplingFrequency: samplingFrequency, rr: rr, marks: marks)
    for lead in 0..<leadCount {
      let start = GlobalFigure.count + lead * LeadFigure.count
      measurer.measure(median.leads[lead], into: &figures, from: start)
      let own = strip.marks.leads[lead]
      figures[start + LeadFigure.pr.rawValue] = middle(own, beats, Self.pr)
      figures[start + LeadFigure.qrs.rawValue] = middle(own, beats, Self.qrs)
      figures[start + LeadFigure.qt.rawValue] = middle(own, beats, Self.qt)
    }
  }

  // MARK: All leads

  private mutating func measureGlobal(
    _ strip: borrowing ECGStrip, _ beats: [Int], _ rr: Double?, _ figures: inout [Float]
  ) {
    let marks = strip.marks.global
    func set(_ figure: GlobalFigure, _ value: Float) { figures[figure.rawValue] = value }
    let qrs = middle(marks, beats, Self.qrs)
    let qt = middle(marks, beats, Self.qt)
    let tPeakToEnd = middle(marks, beats) { Self.between($0.t?.peak, $0.t?.offset) }
    set(.pDuration, middle(marks, beats) { Self.between($0.p?.onset, $0.p?.offset) })
    set(.pr, middle(marks, beats, Self.pr))
    set(.prSegment, middle(marks, beats) { Self.between($0.p?.offset, $0.qrs?.onset) })
    set(.qrs, qrs)
    set(.qt, qt)
    set(.jt, middle(marks, beats) { Self.between($0.qrs?.offset, $0.t?.offset) })
    set(.tPeakToEnd, tPeakToEnd)
    set(.tPeakToEndOverQT, tPeakToEnd / qt)
    set(.qtDispersion, qtDispersion(figures))
    guard let rr else { return }
    let corrected = CorrectedQT(qt, rrSeconds: rr / samplingFrequency)
    set(.qtBazett, corrected.bazett)
    set(.qtFridericia, corrected.fridericia)
    set(.qtFramingham, corrected.framingham)
    set(.qtHodges, corrected.hodges)
    set(.jtBazett, corrected.bazett - qrs)
    set(.jtFridericia, corrected.fridericia - qrs)
  }

  /// The longest less the shortest QT of the standard leads; NaN where fewer than seven have one.
  private func qtDispersion(_ figures: [Float]) -> Float {
    let qts = isStandard.indices.filter { isStandard[$0] }.map {
      figures[GlobalFigure.count + $0 * LeadFigure.count + LeadFigure.qt.rawValue]
    }.filter { !$0.isNaN }
    guard qts.count >= 7, let longest = qts.max(), let shortest = qts.min() else { return .nan }
    return longest - shortest
  }

  /// The median over beats in ms; NaN where fewer than half of them have it.
  private mutating func middle(
    _ marks: [BeatMarks], _ beats: [Int], _ samples: (BeatMarks) -> Int?
  ) -> Float {
    durations.removeAll(keepingCapacity: true)
    for beat in beats {
      if let count = samples(marks[beat]) { durations.append(Float(count)) }
    }
    guard 2 * durations.count >= beats.count, let middle = Median.of(&durations) else {
      return .nan
    }
    return middle * millisecondsPerSample
  }

  private static func pr(_ marks: BeatMarks) -> Int? { between(marks.p?.onset, marks.qrs?.onset) }

  private static func qrs(_ marks: BeatMarks) -> Int? {
    between(marks.qrs?.onset, marks.qrs?.offset)
  }

  private static func qt(_ marks: BeatMarks) -> Int? { between(marks.qrs?.onset, marks.t?.offset) }

  private static func between(_ first: Int?, _ last: Int?) -> Int? {
    guard let first, let last, last > first else { return nil }
    return last - first
  }
}
