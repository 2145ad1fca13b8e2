public import ChordaeCore
internal import ChordaeKernels

/// How a lead's power is spread over frequencies.
public struct ECGSpectrum: ECGFeature {
  /// A band with its word in column ids.
  private struct Band {
    let word: String
    let low: Double
    let high: Double
    let meaning: String
  }

  private static let bands = [
    Band(word: "0p05_0p5hz", low: 0.05, high: 0.5, meaning: "drift of the baseline"),
    Band(word: "0p5_5hz", low: 0.5, high: 5, meaning: "P and T waves, and the slow part of QRS"),
    Band(word: "5_15hz", low: 5, high: 15, meaning: "most of the QRS complex"),
    Band(word: "15_40hz", low: 15, high: 40, meaning: "the steep part of the QRS complex"),
    Band(word: "40_100hz", low: 40, high: 100, meaning: "muscle noise, mains and fine QRS detail"),
    Band(word: "100_150hz", low: 100, high: 150, meaning: "muscle noise and fine QRS detail"),
    Band(word: "48_52hz", low: 48, high: 52, meaning: "mains of 50 Hz"),
    Band(word: "58_62hz", low: 58, high: 62, meaning: "mains of 60 Hz"),
  ]

  /// The range of the shape figures, both ends included.
  private static let shapeRange = 0.5...40.0

  /// The range whose power is the whole of the relative powers, or up to half of the rate.
  private static let totalRange = 0.5...150.0

  private static func method(_ figure: String) -> Method {
    Method(
      figure,
      parameters: [
        Field.Pair("density", "Welch, one-sided"),
        Field.Pair("window", "Hann, periodic, round(2 s * fs) samples"),
        Field.Pair("overlap", "half a segment, rounded down"), Field.Pair("detrend", "constant"),
        Field.Pair("segments", "those with missing samples are left out"),
        Field.Pair(
          "below_0p5hz",
          "means of floor(fs / 25) samples, in segments of 10 s of them (even, rounded down)"),
      ],
      citation: "Welch, IEEE Trans Audio Electroacoust 1967;15:70; as scipy.signal.welch")
  }

  private static let missing: [MissingReason] = [.noSignal, .tooShort, .noLead, .unsupported]

  public static let group = FeatureGroup(
    "ecg.spectrum", from: .ecg, [],
    leadColumns: bands.map { band in
      FeatureColumn(
        "ecg.spectrum.power_\(band.word)", "Power \(text(band.low)) to \(text(band.high)) Hz",
        "Power of the lead at \(text(band.low)) <= f < \(text(band.high)) Hz: \(band.meaning); null for a "
          + "flat line.",
        unit: .squareMillivolt, method: method("sum of density times bin width"),
        bounds: .nonNegative, missing: missing + [.bandAboveNyquist])
    } + [
      FeatureColumn(
        "ecg.spectrum.power_total", "Power from 0.5 Hz up",
        "Power of the lead at 0.5 <= f < 150 Hz, or up to half of the sampling frequency where that is "
          + "lower.",
        unit: .squareMillivolt, method: method("sum of density times bin width"),
        bounds: .nonNegative, missing: missing)
    ]
      + bands.map { band in
        FeatureColumn(
          "ecg.spectrum.relative_\(band.word)",
          "Relative power \(text(band.low)) to \(text(band.high)) Hz",
          "Power at \(text(band.low)) <= f < \(text(band.high)) Hz over ecg.spectrum.power_total.",
          unit: .one, method: method("ratio of powers"), bounds: .nonNegative,
          missing: missing + [.bandAboveNyquist])
      } + shapeColumns)

  private static let shapeColumns: [FeatureColumn] = [
    shape(
      "entropy", "Spectral entropy",
      "Shannon's entropy of the relative powers over that of equal ones: near 0 for a sine, 1 for "
        + "white noise.",
      unit: .one, bounds: .fraction, "-sum p ln p / ln K over the K bins of 0.5 <= f <= 40 Hz"),
    shape(
      "centroid", "Spectral centroid", "Mean frequency, weighed by power.", unit: .hertz,
      bounds: Bounds(0.5, 40), "sum f P / sum P over 0.5 <= f <= 40 Hz"),
    shape(
      "edge_95", "95 % spectral edge", "The first frequency at which 95 % of the power is reached.",
      unit: .hertz, bounds: Bounds(0.5, 40),
      "first f with cumulated P >= 0.95 of the sum over 0.5 <= f <= 40 Hz"),
    shape(
      "dominant_frequency", "Dominant frequency", "The frequency of the highest density.",
      unit: .hertz, bounds: Bounds(0.5, 40), "argmax P over 0.5 <= f <= 40 Hz"),
    shape(
      "spread", "Spectral spread", "Standard deviation of the frequency, weighed by power.",
      unit: .hertz, bounds: Bounds(0, 40),
      "sqrt(sum (f - centroid)^2 P / sum P) over 0.5 <= f <= 40 Hz"),
    shape(
      "edge_50", "Median frequency", "The first frequency at which half of the power is reached.",
      unit: .hertz, bounds: Bounds(0.5, 40),
      "first f with cumulated P >= 0.5 of the sum over 0.5 <= f <= 40 Hz"),
    shape(
      "flatness", "Spectral flatness",
      "Geometric over arithmetic mean of the density: 0 for a sine, 1 for white noise.", unit: .one,
      bounds: .fraction, "exp(mean ln P) / mean P over 0.5 <= f <= 40 Hz"),
    shape(
      "slope", "Spectral slope",
      "Slope of the straight line through ln P over ln f: -1 for 1/f noise.",
      unit: .one, bounds: Bounds(-100, 100), "least squares over the bins of 0.5 <= f <= 40 Hz"),
  ]

  private static func shape(
    _ word: String, _ label: String, _ definition: String, unit: Unit, bounds: Bounds,
    _ figure: String
  ) -> FeatureColumn {
    FeatureColumn(
      "ecg.spectrum.\(word)", label, definition, unit: unit, method: method(figure), bounds: bounds,
      missing: missing + [.bandAboveNyquist])
  }

  private static func text(_ frequency: Double) -> String {
    frequency == frequency.rounded() ? String(Int(frequency)) : String(frequency)
  }

  /// The spectra.
  public static func needs(_ options: FeatureOptions) -> ECGNeeds { .spectra }

  /// The feature; no setting changes it.
  public init(_ context: ECGContext) {}

  public func measure(_ ecg: PreparedECG, lead: Int, into output: inout FeatureOutput) {
    guard let spectrum = ecg.leads[lead].spectrum else {
      let reason = ecg.leads[lead].spectrumFault ?? .noSignal
      return output.appendMissing(Self.group.leadColumns.count, reason)
    }
    let powers = powers(of: spectrum, slow: ecg.leads[lead].slowSpectrum)
    for power in powers { output.append(power) }
    let nyquist = spectrum.samplingFrequency / 2
    let total = spectrum.power(
      from: Self.totalRange.lowerBound,
      below: min(Self.totalRange.upperBound, nyquist + spectrum.binWidth / 2))
    output.append(total, else: .noSignal)
    for power in powers {
      if case .number(let power) = power {
        output.append(total > 0 ? power / total : nil, else: .noSignal)
      } else {
        output.append(power)
      }
    }
    guard Self.shapeRange.upperBound <= nyquist else {
      return output.appendMissing(Self.shapeColumns.count, .bandAboveNyquist)
    }
    let (low, high) = (Self.shapeRange.lowerBound, Self.shapeRange.upperBound)
    let shape = spectrum.shape(from: low, through: high)
    output.append(shape?.entropy, else: .noSignal)
    output.append(shape?.centroid, else: .noSignal)
    output.append(shape?.edge95, else: .noSignal)
    output.append(shape?.dominantFrequency, else: .noSignal)
    output.append(shape?.spread, else: .noSignal)
    output.append(shape?.edge50, else: .noSignal)
    output.append(shape?.flatness, else: .noSignal)
    output.append(shape?.slope, else: .noSignal)
  }

  /// The bands' powers; the one below 0.5 Hz is of the slow spectrum, which has bins there.
  private func powers(of spectrum: SpectralDensity, slow: SpectralDensity?) -> [FeatureValue] {
    Self.bands.map { band in
      if band.high > spectrum.samplingFrequency / 2 { return .missing(.bandAboveNyquist) }
      guard band.low < Self.totalRange.lowerBound else {
        return FeatureValue(spectrum.power(from: band.low, below: band.high), else: .noSignal)
      }
      return FeatureValue(slow?.power(from: band.low, below: band.high), else: .tooShort)
    }
  }
}
