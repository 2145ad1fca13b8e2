public import ChordaeCore
internal import ChordaeKernels

/// What the atria do: beats without P, and the waves of fibrillation.
public struct AtrialActivity: ECGFeature {
  private static let segmentSeconds = 8.0
  private static let range = 3.0...30.0
  private static let waves = 4.0...12.0

  private static let fWaves = Method(
    "Welch's density of what QRST cancellation leaves",
    parameters: [
      Field.Pair("lead", "V1, else II, else the first"),
      Field.Pair("strips", "those in which at least half of the conducted beats have no P"),
      Field.Pair(
        "template", "the strip's median beat, 20 ms before QRS onset to 40 ms behind T offset"),
      Field.Pair("other_beats", "bridged by a straight line"),
      Field.Pair("series", "means of round(fs / 100) samples at least one"),
      Field.Pair("segments", "8 s, Hann, half overlapping, constant detrend"),
    ], citation: "Bollmann et al., Europace 2006;8:911")

  public static let group = FeatureGroup(
    "af.atrial", from: .ecg,
    [
      FeatureColumn(
        "af.p_absence", "Fraction of beats without P",
        "Conducted beats for which no P wave was marked over all leads, over those whose QRS complex was.",
        type: .float64, unit: .one, method: ECGFiducials.delineation, bounds: .fraction,
        missing: MeasurementColumns.missing),
      FeatureColumn(
        "af.f_wave_frequency", "Frequency of the f waves",
        "The frequency of the highest density from 4 to 12 Hz; null where there are P waves.",
        unit: .hertz, method: fWaves, bounds: Bounds(4, 12),
        missing: MeasurementColumns.missing + [.pWaves]),
      FeatureColumn(
        "af.f_wave_organisation", "Organisation index of the f waves",
        "Power within 0.5 Hz of that frequency, its double and its triple, over that from 3 to 30 Hz.",
        unit: .one, method: fWaves, bounds: .fraction,
        missing: MeasurementColumns.missing + [.pWaves]),
    ], settings: .beats, prefix: "af")

  public static func needs(_ options: FeatureOptions) -> ECGNeeds { .measurements }

  private let lead: Int?
  private let samplingFrequency: Double
  private var beatCount = 0
  private var absentCount = 0
  private var hasFibrillation = false
  /// Sum over the segments of their densities, and their number.
  private var density: [Double] = []
  private var segmentCount = 0

  /// The feature before the first sample.
  public init(_ context: ECGContext) {
    let places = context.standardPlaces
    lead = places[.v1] ?? places[.ii] ?? context.recording.leads.indices.first
    samplingFrequency = context.recording.samplingFrequency
  }

  public mutating func consume(_ strip: borrowing ECGStrip) {
    guard strip.marks.global.count == strip.beats.count else { return }
    var (count, absent) = (0, 0)
    for beat in strip.owned
    where strip.beats[beat].isConducted && strip.marks.global[beat].qrs?.onset != nil {
      count += 1
      absent += strip.marks.global[beat].p == nil ? 1 : 0
    }
    beatCount += count
    absentCount += absent
    guard count > 0, 2 * absent >= count, let measurement = strip.measurement, let lead else {
      return
    }
    hasFibrillation = true
    addDensity(residual(strip, measurement, lead))
  }

  /// The lead's samples in the strip's core without QRS and T.
  private func residual(
    _ strip: borrowing ECGStrip, _ measurement: StripMeasurement, _ lead: Int
  ) -> [Float] {
    let median = measurement.median
    let marks = measurement.marks
    let start = (marks.qrsOnset ?? median.center - samples(0.08)) - samples(0.02)
    let end = (marks.tOffset ?? median.center + samples(0.45)) + samples(0.04)
    let cancellation = QRSTCancellation(
      median.leads[lead], center: median.center, range: start..<max(start, end),
      samplingFrequency: samplingFrequency)
    var fiducials: [Int: Int] = [:]
    for (place, beat) in measurement.beats.enumerated() {
      fiducials[beat] = measurement.fiducials[place]
    }
    let beats = strip.beats.indices.filter { !strip.beats[$0].isArtefact }.map { beat in
      QRSTCancellation.Beat(
        sample: fiducials[beat] ?? strip.beats[beat].sample,
        fits: measurement.isPaced ? strip.beats[beat].isPaced : strip.beats[beat].isConducted)
    }
    return Array(cancellation.residual(strip.leads[lead], beats: beats)[strip.core])
  }

  private mutating func addDensity(_ residual: [Float]) {
    let length = max(1, Int((samplingFrequency / 100).rounded()))
    let rate = samplingFrequency / Double(length)
    var means: [Float] = []
    var blocks = BlockMeans(length: length)
    blocks.consume(residual, count: residual.count, into: &means)
    var spectrum = WelchSpectrum(
      WelchWorkspace(
        samplingFrequency: rate, length: Int((Self.segmentSeconds * rate).rounded())))
    spectrum.consume(means, count: means.count)
    guard let found = spectrum.density() else { return }
    if density.isEmpty { density = [Double](repeating: 0, count: found.values.count) }
    for bin in density.indices {
      density[bin] += found.values[bin] * Double(spectrum.segmentCount)
    }
    segmentCount += spectrum.segmentCount
  }

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    let fault = ecg.beatFault ?? (ecg.measurements == nil ? .tooFewBeats : .noQRS)
    output.append(
      beatCount > 0 ? Double(absentCount) / Double(beatCount) : nil, else: fault)
    guard let (frequency, organisation) = fWaves() else {
      let reason: MissingReason =
        beatCount == 0
        ? fault : !hasFibrillation ? .pWaves : segmentCount == 0 ? .tooShort : .noSignal
      return output.appendMissing(2, reason)
    }
    output.append(frequency, else: .noSignal)
    output.append(organisation, else: .noSignal)
  }

  private func fWaves() -> (frequency: Double, organisation: Double)? {
    guard segmentCount > 0 else { return nil }
    let rate = samplingFrequency / max(1, (samplingFrequency / 100).rounded())
    let spectrum = SpectralDensity(
      density.map { $0 / Double(segmentCount) }, samplingFrequency: rate,
      length: Int((Self.segmentSeconds * rate).rounded()))
    let bins = density.indices
    let chosen = bins.filter { Self.waves.contains(spectrum.frequency($0)) }
    guard let peak = chosen.max(by: { spectrum.values[$0] < spectrum.values[$1] }),
      spectrum.values[peak] > 0
    else { return nil }
    let frequency = spectrum.frequency(peak)
    var (near, all) = (0.0, 0.0)
    for bin in bins where Self.range.contains(spectrum.frequency(bin)) {
      all += spectrum.values[bin]
      let isNear = (1...3).contains {
        abs(spectrum.frequency(bin) - Double($0) * frequency) <= 0.5
      }
      if isNear { near += spectrum.values[bin] }
    }
    return (frequency, near / all)
  }

  private func samples(_ seconds: Double) -> Int { Int((seconds * samplingFrequency).rounded()) }
}
