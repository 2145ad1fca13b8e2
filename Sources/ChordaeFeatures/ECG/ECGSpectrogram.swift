public import ChordaeCore
internal import ChordaeKernels

/// The spectrum of each lead's first ten seconds as it changes over time, on request.
public struct ECGSpectrogram: ECGFeature {
  private static let rate = 500
  private static let shape = TensorShape(
    ("frame", Spectrogram.frameCount(rate * Int(OpeningSeconds.seconds))),
    ("frequency", Spectrogram.binCount))

  public static let group = FeatureGroup(
    "ecg.spectrogram", from: .ecg, [], tables: [.init(.spectrogram, columns)])

  private let names: [String]
  private var opening: OpeningSeconds
  private let samplingFrequency: Double

  /// The feature of a recording.
  public init(_ context: ECGContext) {
    names = context.recording.leads.map(\.name)
    samplingFrequency = context.recording.samplingFrequency
    opening = OpeningSeconds(
      places: Array(names.indices), samplingFrequency: samplingFrequency)
  }

  /// The samples, where the table is asked for.
  public static func needs(_ options: FeatureOptions) -> ECGNeeds {
    options.tables.contains(.spectrogram) ? .strips : []
  }

  public mutating func consume(_ strip: borrowing ECGStrip) { opening.consume(strip) }

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    guard output.wants(.spectrogram), let start = opening.start else { return }
    let spectrogram = Spectrogram(samplingFrequency: Double(Self.rate))
    for (lead, name) in names.enumerated() {
      let samples = opening.resampled(lead, from: samplingFrequency, to: Self.rate)
      let powers = spectrogram.logPower(samples)
      let isKnown = powers.contains { !$0.isNaN }
      output.appendRow(
        to: .spectrogram,
        [
          .text(name), isKnown ? .numbers(powers.map { Double($0) }) : .missing(nil),
          .number(Double(start) / samplingFrequency),
        ])
    }
  }

  private static let method = Method(
    "short-time Fourier transform, ln(1 + density in uV2/Hz)",
    parameters: [
      Field.Pair("window", "Hann, periodic, 256 samples"), Field.Pair("hop", "64 samples"),
      Field.Pair("detrend", "constant"), Field.Pair("density", "one-sided"),
      Field.Pair("signal", "the first 10 s at 500 Hz, resampled as in the table tensor_500"),
      Field.Pair("start", "the first sample that one of the file's leads holds"),
      Field.Pair("missing", "NaN for a frame in which a sample is missing"),
    ],
    citation: "as scipy.signal.spectrogram")

  private static let columns: [FeatureColumn] = [
    FeatureColumn(
      "lead", "Lead", "The lead's standard name where it has one, else the file's.", type: .text,
      unit: .none, method: method),
    FeatureColumn(
      "tensor", "Spectrogram",
      "Frame by frame the log power at 0, 500/256, ... 250 Hz; null without a whole frame.",
      type: .tensor(.float32, shape), unit: .one, method: method),
    FeatureColumn(
      "start", "Start", "The first sample, from the recording's first.", type: .float64,
      unit: .second, method: method, bounds: .nonNegative),
  ]
}
