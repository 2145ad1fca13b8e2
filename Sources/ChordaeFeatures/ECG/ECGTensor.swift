public import ChordaeCore

/// The first ten seconds of the twelve leads as tensors of one shape, on request.
public struct ECGTensor: ECGFeature {
  private static let tables: [(name: TableName, rate: Int)] = [
    (.tensor500, 500), (.tensor100, 100),
  ]
  private static let leadCount = StandardLead.allCases.count

  public static let group = FeatureGroup(
    "ecg.tensor", from: .ecg, [],
    tables: tables.map { .init($0.name, columns(rate: $0.rate)) })

  private let leads: [StandardLead]
  private var opening: OpeningSeconds
  private let samplingFrequency: Double

  /// The feature of a recording.
  public init(_ context: ECGContext) {
    let places = context.standardPlaces
    leads = StandardLead.allCases.filter { places[$0] != nil }
    samplingFrequency = context.recording.samplingFrequency
    opening = OpeningSeconds(
      places: leads.compactMap { places[$0] }, samplingFrequency: samplingFrequency)
  }

  /// The samples, where one of the tables is asked for.
  public static func needs(_ options: FeatureOptions) -> ECGNeeds {
    tables.contains { options.tables.contains($0.name) } ? .strips : []
  }

  public mutating func consume(_ strip: borrowing ECGStrip) { opening.consume(strip) }

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    guard let start = opening.start else { return }
    let seconds = min(OpeningSeconds.seconds, Double(opening.count) / samplingFrequency)
    for (name, rate) in Self.tables where output.wants(name) {
      let absent = [Double](repeating: .nan, count: rate * Int(OpeningSeconds.seconds))
      var tensor: [Double] = []
      var mask: [Int64] = []
      for lead in StandardLead.allCases {
        let place = leads.firstIndex(of: lead)
        let samples = place.map {
          opening.resampled($0, from: samplingFrequency, to: rate).map { Double($0) }
        }
        mask.append(samples?.contains { !$0.isNaN } ?? false ? 1 : 0)
        tensor += samples ?? absent
      }
      output.appendRow(
        to: name,
        [
          .numbers(tensor), .integers(mask), .number(Double(start) / samplingFrequency),
          .number(seconds),
        ])
    }
  }

  private static func columns(rate: Int) -> [FeatureColumn] {
    let method = Method(
      "samples in mV, unfiltered, brought to \(rate) Hz",
      parameters: [
        Field.Pair("leads", "I, II, III, aVR, aVL, aVF, V1 to V6, in this order"),
        Field.Pair(
          "resampling",
          "polyphase FIR, linear phase, delay 0, as scipy.signal.resample_poly: Kaiser window, beta 5, "
            + "20 max(up, down) + 1 taps; ends held; none at \(rate) Hz"),
        Field.Pair("start", "the first sample that one of the twelve leads holds"),
        Field.Pair("length", "10 s: longer recordings are cropped, shorter ones filled at the end"),
        Field.Pair(
          "missing",
          "NaN: absent leads, gaps (from the sample before to the one behind), the filling"),
      ],
      citation: "Crochiere & Rabiner, Multirate Digital Signal Processing, 1983")
    let shape = TensorShape(
      ("lead", leadCount), ("sample", rate * Int(OpeningSeconds.seconds)))
    return [
      FeatureColumn(
        "tensor", "ECG at \(rate) Hz",
        "Lead by lead ten seconds of signal; NaN where there is none.",
        type: .tensor(.float32, shape), unit: .millivolt, method: method),
      FeatureColumn(
        "mask", "Leads that hold a signal",
        "Lead by lead 1 where the tensor holds a sample of it, 0 where it is NaN throughout.",
        type: .tensor(.int32, TensorShape(("lead", leadCount))), unit: .none, method: method),
      FeatureColumn(
        "start", "Start", "The tensor's first sample, from the recording's first.", type: .float64,
        unit: .second, method: method, bounds: .nonNegative),
      FeatureColumn(
        "seconds", "Length",
        "Seconds of the recording that the tensor holds: 10 unless it is shorter.",
        type: .float64, unit: .second, method: method, bounds: Bounds(0, 10)),
    ]
  }
}
