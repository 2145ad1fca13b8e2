public import ChordaeCore
internal import ChordaeKernels

/// Late potentials of the signal-averaged QRS complex.
public struct ECGLatePotentials: ECGFeature {
  private static let slowest = 1000.0
  /// Above this the figures are not those of the heart, in uV.
  private static let loudest = 1.0

  private static let method = Method(
    "time domain of the signal-averaged ECG",
    parameters: [
      Field.Pair("leads", "X, Y, Z regressed on I, II, V1 to V6 (Kors)"),
      Field.Pair(
        "average",
        "mean of all beats of a strip's main kind, aligned by QRS; the strip of least noise"),
      Field.Pair(
        "filter", "Butterworth, 40 to 250 Hz, four poles, from both ends to the middle of QRS"),
      Field.Pair(
        "noise", "RMS of the vector from J + 60 ms to J + 100 ms; figures are null above 1 uV"),
      Field.Pair("ends", "first 5 ms whose mean is three SD above the noise"),
      Field.Pair("rates", "1000 Hz and more"),
    ],
    citation:
      "Breithardt et al., Circulation 1991;83:1481; Cain et al., J Am Coll Cardiol 1996;27:238")

  public static let group = FeatureGroup(
    "ecg.late_potentials", from: .ecg,
    [
      column(
        "qrs", "Filtered QRS duration", "Of the filtered vector; more than 114 ms is abnormal.",
        .millisecond, [.tooNoisy]),
      column(
        "rms40", "RMS of the last 40 ms", "Of the filtered QRS complex; below 20 uV is abnormal.",
        .microvolt, [.tooNoisy]),
      column(
        "las40", "Duration below 40 uV",
        "At the end of the filtered QRS complex; more than 38 ms is abnormal.", .millisecond,
        [.tooNoisy]),
      column(
        "noise", "Noise of the average", "RMS of the filtered vector in the ST segment.",
        .microvolt, []),
    ], settings: .beats)

  private static func column(
    _ word: String, _ label: String, _ definition: String, _ unit: Unit, _ missing: [MissingReason]
  ) -> FeatureColumn {
    FeatureColumn(
      "ecg.late_potentials.\(word)", label, definition, unit: unit, method: method,
      bounds: .nonNegative,
      missing: MeasurementColumns.missing + [.rateTooLow, .bandTooNarrow, .paced] + missing)
  }

  public static func needs(_ options: FeatureOptions) -> ECGNeeds { .measurements }

  /// Places of the leads that X, Y and Z come from; nil where one is absent.
  private let places: [Int]?
  private let samplingFrequency: Double
  private let bandwidth: ECGBandwidth
  private var best: LatePotentials?

  /// The feature before the first sample.
  public init(_ context: ECGContext) {
    let standard = context.standardPlaces
    let held = KorsVector.leads.compactMap { standard[$0.lead] }
    places = held.count == KorsVector.leads.count ? held : nil
    samplingFrequency = context.recording.samplingFrequency
    bandwidth = context.recording.bandwidth
  }

  public mutating func consume(_ strip: borrowing ECGStrip) {
    guard fault == nil, let places, let measurement = strip.measurement, !measurement.isPaced,
      let onset = measurement.marks.qrsOnset, let offset = measurement.marks.qrsOffset
    else { return }
    let center = Int(0.3 * samplingFrequency)
    let shift = center - measurement.median.center
    let leads = places.map { average(strip.leads[$0], measurement, center: center) }
    let axes = [\(lead: StandardLead, x: Double, y: Double, z: Double).x, \.y, \.z].map { axis in
      leads.indices.reduce(into: [Double](repeating: 0, count: 2 * center)) { sum, lead in
        let weight = KorsVector.leads[lead][keyPath: axis]
        for place in sum.indices { sum[place] += weight * leads[lead][place] }
      }
    }
    guard
      let found = LatePotentials(
        axes, qrsOnset: onset + shift, qrsOffset: offset + shift,
        samplingFrequency: samplingFrequency)
    else { return }
    if found.noise < best?.noise ?? .infinity { best = found }
  }

  /// The mean of the beats from 300 ms before to 300 ms behind the fiducial point, each less its baseline.
  private func average(
    _ signal: [Float], _ measurement: StripMeasurement, center: Int
  ) -> [Double] {
    var (sum, count) = ([Double](repeating: 0, count: 2 * center), 0)
    for fiducial in measurement.fiducials {
      let first = fiducial - center
      guard first >= 0, fiducial + center <= signal.count else { continue }
      let beat = signal[first..<fiducial + center]
      guard beat.allSatisfy({ $0.isFinite }) else { continue }
      let base = fiducial + measurement.baseline.lowerBound
      let baseline = signal[
        (base..<base + measurement.baseline.count).clamped(to: 0..<signal.count)]
      guard !baseline.isEmpty else { continue }
      let level = Double(baseline.reduce(0, +)) / Double(baseline.count)
      count += 1
      for (place, sample) in beat.enumerated() { sum[place] += Double(sample) - level }
    }
    return sum.map { count > 0 ? $0 / Double(count) : 0 }
  }

  /// Why no recording of this kind can have the figures.
  private var fault: MissingReason? {
    if samplingFrequency < Self.slowest { return .rateTooLow }
    if let lowPass = bandwidth.lowPass, lowPass < 250 { return .bandTooNarrow }
    return places == nil ? .noLead : nil
  }

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    guard let best else {
      let kind: MissingReason = ecg.measurements?.isPaced == true ? .paced : .noQRS
      return output.appendMissing(4, fault ?? ecg.measurementFault ?? kind)
    }
    let isQuiet = best.noise <= Self.loudest
    output.append(isQuiet ? best.duration : nil, else: .tooNoisy)
    output.append(isQuiet ? best.rms40 : nil, else: .tooNoisy)
    output.append(isQuiet ? best.las40 : nil, else: .tooNoisy)
    output.append(best.noise, else: .noQRS)
  }
}
