/// Measures the waves of a representative beat in one lead.
///
/// The baseline is the median of the samples of the 16 ms before QRS onset. A deflection of QRS is a
/// stretch on one side of the baseline, as far as the signal is 10 uV and more away from it: at least
/// 12 ms long, 30 uV high for at least 6 ms, with a turning point (IEC 60601-2-51, annex on the
/// measurement of waves). P and T have a second phase where the signal turns on the other side of
/// the baseline, too, by at least 15 % of the first.
public struct LeadMeasurer: Sendable {
  private let samplingFrequency: Double
  private let millisecondsPerSample: Float
  /// Mean RR interval in samples, nil where there is none.
  private let rr: Double?
  private let marks: RepresentativeMarks
  private var deflections: [Deflection] = []
  private var baselineSamples: [Float] = []

  /// A measurer for a beat of these marks.
  public init(samplingFrequency: Double, rr: Double?, marks: RepresentativeMarks) {
    self.samplingFrequency = samplingFrequency
    millisecondsPerSample = Float(1000 / samplingFrequency)
    self.rr = rr
    self.marks = marks
  }

  /// Writes the figures of the lead to `figures` from `start` on, in their order.
  ///
  /// What is not there is NaN; figures of whole beats (`pr`, `qrs`, `qt`) are left as they are. The beat's
  /// samples are in mV, NaN where they are missing.
  public mutating func measure(_ beat: [Float], into figures: inout [Float], from start: Int) {
    for figure in 0..<LeadFigure.pr.rawValue { figures[start + figure] = .nan }
    guard let onset = marks.qrsOnset, let end = marks.qrsOffset, onset > 0, end > onset,
      end < beat.count, beat[onset...end].allSatisfy(\.isPresent),
      let baseline = baseline(beat, before: onset)
    else { return }
    var sheet = FigureSheet(start: start, baseline: baseline)
    measureQRS(beat, onset...end, sheet, &figures)
    measureST(beat, from: end, sheet, &figures)
    measureP(beat, &sheet, &figures)
    measureT(beat, from: end, &sheet, &figures)
  }

  private mutating func baseline(_ beat: [Float], before onset: Int) -> Float? {
    let count = max(1, Int((0.016 * samplingFrequency).rounded()))
    baselineSamples.removeAll(keepingCapacity: true)
    for sample in beat[max(0, onset - count)..<onset] where sample.isPresent {
      baselineSamples.append(sample)
    }
    return Median.of(&baselineSamples)
  }

  // MARK: QRS

  private mutating func measureQRS(
    _ beat: [Float], _ range: ClosedRange<Int>, _ sheet: FigureSheet, _ figures: inout [Float]
  ) {
    var (sum, low, high): (Float, Float, Float) = (0, 0, 0)
    for place in range {
      let value = beat[place] - sheet.baseline
      // The J point itself is the first sample of the ST segment.
      if place < range.upperBound { sum += value }
      low = min(low, value)
      high = max(high, value)
    }
    sheet.set(.qrsNetArea, sum * millisecondsPerSample, &figures)
    sheet.set(.qrsPeakToPeak, high - low, &figures)
    Deflection.find(
      beat, range, baseline: sheet.baseline, samplingFrequency: samplingFrequency,
      into: &deflections)
    let named = Deflection.named(deflections)
    for (place, deflection) in named.enumerated() {
      let offset = place
      sheet.set(.qAmplitude, by: offset, deflection?.peakValue ?? 0, &figures)
      sheet.set(
        .qDuration, by: offset, Float(deflection?.count ?? 0) * millisecondsPerSample, &figures)
      sheet.set(.qArea, by: offset, (deflection?.sum ?? 0) * millisecondsPerSample, &figures)
    }
    let upright = [named[1], named[3]].compactMap { $0 }.max { $0.peakValue < $1.peakValue }
    if let upright {
      sheet.set(
        .rPeakTime, Float(upright.peak - range.lowerBound) * millisecondsPerSample, &figures)
    }
    let threshold = max(0.03, 0.05 * (high - low))
    let turns = Self.turningPoints(beat, range, threshold: threshold)
    let peaks = named.count { abs($0?.peakValue ?? 0) >= threshold }
    sheet.set(.notches, Float(max(0, turns - peaks + 1) / 2), &figures)
  }

  /// How often the signal turns by at least `threshold`.
  private static func turningPoints(
    _ beat: [Float], _ range: ClosedRange<Int>, threshold: Float
  ) -> Int {
    var turns = 0
    // 1 while it rises, -1 while it falls; the extremum since the last turn.
    var direction: Float = 0
    var extremum = beat[range.lowerBound]
    for place in range {
      let value = beat[place]
      if direction == 0 {
        if abs(value - extremum) >= threshold {
          (direction, extremum) = (value > extremum ? 1 : -1, value)
        }
      } else if (value - extremum) * direction > 0 {
        extremum = value
      } else if (extremum - value) * direction >= threshold {
        turns += 1
        (direction, extremum) = (-direction, value)
      }
    }
    return turns
  }

  // MARK: ST

  private func measureST(
    _ beat: [Float], from end: Int, _ sheet: FigureSheet, _ figures: inout [Float]
  ) {
    func level(_ seconds: Double) -> Float {
      let place = end + Int((seconds * samplingFrequency).rounded())
      return place < beat.count ? beat[place] - sheet.baseline : .nan
    }
    for (place, figure) in [LeadFigure.stJ, .stJ20, .stJ40, .stJ60, .stJ80].enumerated() {
      sheet.set(figure, level(0.02 * Double(place)), &figures)
    }
    if let rr {
      sheet.set(.stMiddle, level(rr / samplingFrequency / 16), &figures)
      sheet.set(.stEnd, level(rr / samplingFrequency / 8), &figures)
    }
    sheet.set(.stSlope, (level(0.08) - level(0)) / 0.08, &figures)
    let last = min(beat.count - 1, end + Int((0.08 * samplingFrequency).rounded()))
    let segment = beat[end...last]
    guard segment.allSatisfy(\.isPresent), let low = segment.min(), let high = segment.max()
    else { return }
    sheet.set(.stMinimum, low - sheet.baseline, &figures)
    sheet.set(.stMaximum, high - sheet.baseline, &figures)
  }

  // MARK: P and T

  private func measureP(_ beat: [Float], _ sheet: inout FigureSheet, _ figures: inout [Float]) {
    guard let onset = marks.pOnset, let offset = marks.pOffset else { return }
    guard
      let wave = PhasedWave(
        beat, from: onset, to: offset, baseline: sheet.baseline,
        shortest: 0.012 * samplingFrequency)
    else { return }
    sheet.set(.pOnsetAmplitude, beat[onset] - sheet.baseline, &figures)
    sheet.set(wave, .p, millisecondsPerSample, &figures)
  }

  private func measureT(
    _ beat: [Float], from end: Int, _ sheet: inout FigureSheet, _ figures: inout [Float]
  ) {
    guard let offset = marks.tOffset, let onset = marks.tOnset ?? tOnset(behind: end) else {
      return
    }
    guard
      let wave = PhasedWave(
        beat, from: onset, to: offset, baseline: sheet.baseline,
        shortest: 0.04 * samplingFrequency)
    else { return }
    sheet.set(.tOffsetAmplitude, beat[offset] - sheet.baseline, &figures)
    sheet.set(wave, .t, millisecondsPerSample, &figures)
  }

  /// Where T is taken to begin if its onset has no mark: a third of the way from J to its peak.
  private func tOnset(behind end: Int) -> Int? {
    marks.tPeak.flatMap { $0 > end ? end + ($0 - end) / 3 : nil }
  }
}
