public import ChordaeCore
internal import ChordaeKernels

/// T waves that differ from beat to beat.
public struct TWaveAlternans: ECGFeature {
  private static let binSeconds = 0.01
  /// Beats of a block that may be left out.
  private static let mostLeftOut = 12

  private static func method(_ figure: String, _ citation: String) -> Method {
    Method(
      figure,
      parameters: [
        Field.Pair(
          "beats", "successive ones of each strip's main kind, aligned by their QRS complexes"),
        Field.Pair(
          "levels", "means of 10 ms from J + 60 ms to T offset, less each beat's baseline"),
        Field.Pair(
          "blocks", "128 beats without a gap, of which up to 12 of another kind are left out"),
      ], citation: citation)
  }

  private static let spectral = "Rosenbaum et al., N Engl J Med 1994;330:235"

  public static let group = FeatureGroup(
    "ecg.twa", from: .ecg,
    [
      FeatureColumn(
        "ecg.twa.blocks", "Blocks for T wave alternans", "Blocks of 128 beats that were looked at.",
        type: .int32, unit: .count, method: method("count", spectral), bounds: .nonNegative,
        missing: MeasurementColumns.missing)
    ],
    leadColumns: [
      FeatureColumn(
        "ecg.twa.v_alt", "Alternans voltage",
        "How far T alternates from its mean, in the block whose alternans ratio is the highest; 0 where the "
          + "noise is stronger.",
        unit: .microvolt,
        method: method("sqrt(power at 0.5 cycles a beat - mean power at 0.44 to 0.49)", spectral),
        bounds: .nonNegative, missing: MeasurementColumns.missing),
      FeatureColumn(
        "ecg.twa.k", "Alternans ratio",
        "The highest over the blocks; 3 and more stand out from the noise.",
        unit: .one,
        method: method(
          "(power at 0.5 cycles a beat - mean) / standard deviation of the power at 0.44 to 0.49",
          spectral), missing: MeasurementColumns.missing),
      FeatureColumn(
        "ecg.twa.mma", "Alternans by moving averages",
        "The largest difference of the averages of every other beat; null before each has 16.",
        unit: .microvolt,
        method: method(
          "modified moving averages: an eighth of the way, 32 uV at most",
          "Nearing & Verrier, J Appl Physiol 2002;92:541"), bounds: .nonNegative,
        missing: MeasurementColumns.missing),
    ], recording: .longest, settings: .beats)

  /// What is gathered of one lead.
  private struct Lead {
    var rows: [Float] = []
    var best: AlternansSpectrum?
    var averages = AlternansAverages()

    /// Adds a beat's levels, or that it is left out.
    mutating func add(
      _ signal: [Float], at fiducial: Int?, baseline: Range<Int>, _ levels: Levels
    ) {
      let start = rows.count
      if let fiducial, addLevels(signal, at: fiducial, baseline: baseline, levels) {
        averages.add(rows[start...])
      } else {
        rows.removeSubrange(start...)
        rows.append(contentsOf: repeatElement(.nan, count: levels.count))
        averages.skip()
      }
    }

    /// Appends a beat's levels; false where a sample is missing.
    private mutating func addLevels(
      _ signal: [Float], at fiducial: Int, baseline: Range<Int>, _ levels: Levels
    ) -> Bool {
      let first = fiducial + levels.first
      let base = fiducial + baseline.lowerBound
      guard base >= 0, first >= 0, fiducial + baseline.upperBound <= signal.count,
        first + levels.count * levels.length <= signal.count
      else { return false }
      let samples = signal.span
      var level: Float = 0
      for place in base..<fiducial + baseline.upperBound { level += samples[place] }
      level /= Float(baseline.count)
      guard level.isPresent else { return false }
      for bin in 0..<levels.count {
        let part = samples.extracting(
          first + bin * levels.length..<first + (bin + 1) * levels.length)
        var sum: Float = 0
        for place in part.indices { sum += part[place] }
        guard sum.isPresent else { return false }
        rows.append(sum / Float(levels.length) - level)
      }
      return true
    }
  }

  /// Levels of a beat: the first sample from the fiducial point on, samples of each, and their number.
  private struct Levels {
    var first = 0
    var length = 1
    var count = 0
  }

  private let samplingFrequency: Double
  private var leads: [Lead]
  private var blockCount = 0
  private var rowCount = 0
  private var leftOutCount = 0
  private var levels = Levels()
  /// Whether the beats of the last strip were paced: other beats are no more of the same.
  private var isPaced = false

  public static func needs(_ options: FeatureOptions) -> ECGNeeds { .measurements }

  /// The feature before the first sample.
  public init(_ context: ECGContext) {
    samplingFrequency = context.recording.samplingFrequency
    leads = context.recording.leads.map { _ in Lead() }
  }

  public mutating func consume(_ strip: borrowing ECGStrip) {
    guard let measurement = strip.measurement else { return restart() }
    if measurement.isPaced != isPaced { restart() }
    isPaced = measurement.isPaced
    var next = 0
    for beat in strip.owned {
      if strip.beats[beat].followsGap { restart() }
      if strip.beats[beat].isArtefact { continue }
      let fits = next < measurement.beats.count && measurement.beats[next] == beat
      if rowCount == 0, !begin(measurement) { return restart() }
      let fiducial = fits ? measurement.fiducials[next] : nil
      if fits { next += 1 }
      add(strip.leads, at: fiducial, baseline: measurement.baseline)
      if rowCount == AlternansSpectrum.beatCount { finishBlock() }
    }
  }

  /// Lays down what of a beat is compared in the block; false where the strip's marks do not say.
  private mutating func begin(_ measurement: StripMeasurement) -> Bool {
    guard let j = measurement.marks.qrsOffset, let end = measurement.marks.tOffset else {
      return false
    }
    let length = max(1, Int((Self.binSeconds * samplingFrequency).rounded()))
    let first = j + Int((0.06 * samplingFrequency).rounded()) - measurement.median.center
    let count = (end - measurement.median.center - first) / length
    guard count >= 3 else { return false }
    if first != levels.first || count != levels.count {
      for lead in leads.indices { leads[lead].averages.restart() }
    }
    levels = Levels(first: first, length: length, count: count)
    return true
  }

  private mutating func restart() {
    rowCount = 0
    leftOutCount = 0
    for lead in leads.indices {
      leads[lead].rows.removeAll(keepingCapacity: true)
      leads[lead].averages.restart()
    }
  }

  /// Adds a beat's levels, or that it is left out.
  private mutating func add(_ signals: [[Float]], at fiducial: Int?, baseline: Range<Int>) {
    rowCount += 1
    if fiducial == nil { leftOutCount += 1 }
    for lead in leads.indices {
      leads[lead].add(signals[lead], at: fiducial, baseline: baseline, levels)
    }
  }

  private mutating func finishBlock() {
    if leftOutCount <= Self.mostLeftOut {
      blockCount += 1
      for lead in leads.indices {
        let missing = stride(from: 0, to: leads[lead].rows.count, by: levels.count)
          .count { leads[lead].rows[$0].isNaN }
        guard missing <= Self.mostLeftOut,
          let found = AlternansSpectrum(leads[lead].rows, width: levels.count),
          found.ratio > leads[lead].best?.ratio ?? -.infinity
        else { continue }
        leads[lead].best = found
      }
    }
    rowCount = 0
    leftOutCount = 0
    for lead in leads.indices { leads[lead].rows.removeAll(keepingCapacity: true) }
  }

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    output.append(
      FeatureValue(
        ecg.measurements.map { _ in blockCount }, else: ecg.measurementFault ?? .tooFewBeats))
  }

  public func measure(_ ecg: PreparedECG, lead: Int, into output: inout FeatureOutput) {
    let fault: MissingReason =
      ecg.leads[lead].varies ? ecg.measurementFault ?? .tooFewBeats : .noSignal
    let own = leads.indices.contains(lead) && ecg.leads[lead].varies ? leads[lead] : Lead()
    output.append(own.best.map { 1000 * $0.voltage }, else: fault)
    output.append(own.best?.ratio, else: fault)
    output.append(own.averages.largest.map { 1000 * $0 }, else: fault)
  }
}
