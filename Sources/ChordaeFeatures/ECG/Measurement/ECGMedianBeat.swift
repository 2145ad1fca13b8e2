public import ChordaeCore
internal import ChordaeKernels

/// The median beat of the twelve leads, as a table on request.
public struct ECGMedianBeat: ECGFeature {
  static let sampleCount = 600
  static let samplingFrequency = 500
  private static let secondsBefore = 0.4
  /// Strips up to which the medians are exact: a row of all leads is long.
  private static let exactStrips = 75
  private static let shape = TensorShape(
    ("lead", StandardLead.allCases.count), ("sample", sampleCount))

  private static let method = MeasurementColumns.wave(
    "median of the aligned beats, resampled to 500 Hz by a polyphase filter (Kaiser window, beta 5)",
    citation: "definition", exactStrips: exactStrips)

  public static let group = FeatureGroup(
    "ecg.beat", from: .ecg,
    [
      FeatureColumn(
        "ecg.beat.count", "Beats of the main kind",
        "Beats that the median beat and its measurements stand for.", type: .int32, unit: .count,
        method: method, bounds: .nonNegative, missing: MeasurementColumns.missing)
    ],
    tables: [
      .init(
        .medianBeat,
        [
          FeatureColumn(
            "beats", "Beats of the main kind",
            "Beats that the median beat stands for; with fewer than ten it is not to be relied on.",
            type: .int32, unit: .count, method: method, bounds: .nonNegative),
          FeatureColumn(
            "median", "Median beat",
            "Leads I, II, III, aVR, aVL, aVF, V1 to V6, each from 400 ms before to 800 ms behind the fiducial "
              + "point, in mV over the baseline; NaN where the lead is absent or no beat has the sample.",
            type: .tensor(.float32, shape), unit: .millivolt, method: method),
          FeatureColumn(
            "mad", "Median absolute deviation",
            "Of the beats from the median beat, in its form: of a strip's beats, the median over strips.",
            type: .tensor(.float32, shape), unit: .millivolt, method: method,
            bounds: .nonNegative),
        ])
    ], settings: .beats)

  /// Sums of one kind of beats.
  private struct Kind {
    var beatCount = 0
    var medians: RunningMedians
  }

  private let keepsBeats: Bool
  private let places: [StandardLead: Int]
  private var conducted: Kind?
  private var paced: Kind?

  public static func needs(_ options: FeatureOptions) -> ECGNeeds {
    options.tables.contains(.medianBeat) ? .deviations : .measurements
  }

  /// The feature, which keeps beats where the run asks for them.
  public init(_ context: ECGContext) {
    keepsBeats = context.options.tables.contains(.medianBeat)
    places = context.standardPlaces
  }

  public mutating func consume(_ strip: borrowing ECGStrip) {
    guard keepsBeats, let measurement = strip.measurement else { return }
    let held = StandardLead.allCases.compactMap { places[$0] }
    let row =
      held.flatMap { measurement.median.leads[$0] }
      + held.flatMap { measurement.median.deviations[$0] }
    if measurement.isPaced {
      Self.add(row, measurement.beats.count, to: &paced)
    } else {
      Self.add(row, measurement.beats.count, to: &conducted)
    }
  }

  private static func add(_ row: [Float], _ beatCount: Int, to kind: inout Kind?) {
    if kind == nil {
      kind = Kind(medians: RunningMedians(width: row.count, capacity: exactStrips))
    }
    kind?.beatCount += beatCount
    kind?.medians.add(row)
  }

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    output.append(
      FeatureValue(ecg.measurements?.beatCount, else: ecg.measurementFault ?? .tooFewBeats))
    guard output.wants(.medianBeat) else { return }
    let isPaced = ecg.measurements?.isPaced == true
    guard let kind = isPaced ? paced : conducted, kind.medians.width > 0 else { return }
    let rows = resampled(kind.medians.medians(), ecg.recording.samplingFrequency)
    output.appendRow(
      to: .medianBeat,
      [.integer(Int64(kind.beatCount)), .numbers(rows.median), .numbers(rows.deviation)])
  }

  /// Both tensors at 500 Hz.
  private func resampled(
    _ row: [Float], _ frequency: Double
  ) -> (median: [Double], deviation: [Double]) {
    let ratio = ResamplingRatio(from: frequency, to: Double(Self.samplingFrequency))
    let median = MedianBeat(samplingFrequency: frequency)
    var resampler = PolyphaseResampler(up: ratio.up, down: ratio.down, ends: .held)
    let first = Int(
      (Double(median.center * Self.samplingFrequency) / frequency
        - Self.secondsBefore * Double(Self.samplingFrequency)).rounded())
    func tensor(from start: Int, least: Double) -> [Double] {
      var (numbers, taken): ([Double], Int) = ([], start)
      var output: [Float] = []
      for lead in StandardLead.allCases {
        guard places[lead] != nil else {
          numbers += [Double](repeating: .nan, count: Self.sampleCount)
          continue
        }
        resampler.resample(Array(row[taken..<taken + median.count]), into: &output)
        taken += median.count
        for sample in first..<first + Self.sampleCount {
          let value = sample < output.count ? Double(output[sample]) : .nan
          // The filter's ripple may bring a distance below zero.
          numbers.append(value < least ? least : value)
        }
      }
      return numbers
    }
    return (
      tensor(from: 0, least: -.infinity), tensor(from: row.count / 2, least: 0)
    )
  }
}
