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
    Band(word: "0p5_5hz", low: 0.5, high: 5, meaning: "P and T waves, and the slow part of QRS"),
    Band(word: "5_15hz", low: 5, high: 15, meaning: "most of the QRS complex"),
    Band(word: "15_40hz", low: 15, high: 40, meaning: "the steep part of the QRS complex"),
    Band(word: "40_100hz", low: 40, high: 100, meaning: "muscle noise, mains and fine QRS detail"),
    Band(word: "100_150hz", low: 100, high: 150, meaning: "muscle noise and fine QRS detail"),
  ]

  /// The range of the shape figures, both ends included.
  private static let shapeRange = 0.5...40.0

  private static func method(_ figure: String) -> Method {
    Method(
      figure,
      parameters: [
        Field.Pair("density", "Welch, one-sided"),
        Field.Pair("window", "Hann, periodic, round(2 s * fs) samples"),
        Field.Pair("overlap", "half a segment, rounded down"), Field.Pair("detrend", "constant"),
        Field.Pair("segments", "those with missing samples are left out"),
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

  /// The feature; no setting changes it.
  public init(_ context: ECGContext) {}

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {}

  public func measure(_ ecg: PreparedECG, lead: Int, into output: inout FeatureOutput) {
    guard let spectrum = ecg.leads[lead].spectrum else {
      let reason = ecg.leads[lead].spectrumFault ?? .noSignal
      return output.appendMissing(Self.group.leadColumns.count, reason)
    }
    let nyquist = spectrum.samplingFrequency / 2
    for band in Self.bands {
      let power = spectrum.power(from: band.low, below: band.high)
      output.append(band.high > nyquist ? nil : power, else: .bandAboveNyquist)
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
  }
}
