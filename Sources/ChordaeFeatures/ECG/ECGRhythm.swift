public import ChordaeCore

/// The heart's rate, and on request the beats themselves.
public struct ECGRhythm: ECGFeature {
  static let detection = Method(
    "QRS detection by slope envelope and adaptive thresholds, R peak on the best lead",
    parameters: [
      Field.Pair("band", "means over 20 ms and 1/60 s, less the mean over 120 ms"),
      Field.Pair("envelope", "magnitude of the difference over 20 ms, mean over 100 ms"),
      Field.Pair(
        "leads",
        "weighed by how far QRS complexes stand out in them; one that is off leaves its part to the "
          + "others"),
      Field.Pair("refractory", "200 ms"), Field.Pair("t_wave", "360 ms, 60 % of the height"),
      Field.Pair("search_back", "1.5 RR, half the threshold"),
      Field.Pair("gaps", "RR intervals with samples missing in all chosen leads are left out"),
      Field.Pair("--annotator", "beats and types from the annotation file instead"),
      Field.Pair("--ecg-leads", "detection in these leads, otherwise in all"),
    ],
    citation:
      "Pan & Tompkins, IEEE Trans Biomed Eng 1985;32:230; Hamilton, Comput Cardiol 2002;29:101"
  )

  static let classification = Method(
    "likeness to the dominant beat, width, earliness and pause, weighed by fixed coefficients; paced "
      + "where a spike stands at most 120 ms before the R peak",
    parameters: [
      Field.Pair("beats", "windows around the R peak in all chosen leads, running templates"),
      Field.Pair("supraventricular", "not told from normal beats"),
      Field.Pair("--annotator", "types from the annotation file instead"),
    ],
    citation:
      "measures after de Chazal et al., IEEE Trans Biomed Eng 2004;51:1196; coefficients of our own"
  )

  public static let group = FeatureGroup(
    "ecg.rhythm", from: .ecg,
    [
      FeatureColumn(
        "ecg.rhythm.heart_rate", "Heart rate",
        "60000 over the mean of all RR intervals in ms that hold no gap, whatever the beats' types, but "
          + "artefacts, which are no beats; null with fewer than two.",
        type: .float64, unit: .perMinute,
        codes: [
          StandardCode(.loinc, "76282-3", "Heart rate.beat-to-beat by EKG", .broader),
          StandardCode(.loinc, "8867-4", "Heart rate", .broader),
        ],
        method: detection, bounds: .nonNegative,
        missing: [.noSignal, .tooShort, .tooFewBeats, .noLead, .bandAboveNyquist, .unsupported])
    ],
    tables: [
      .init(
        .beats,
        [
          FeatureColumn(
            "sample", "Sample", "The R peak's sample at the file's own rate, from 0.", type: .int64,
            unit: .none, method: detection, bounds: .nonNegative),
          FeatureColumn(
            "seconds", "Time", "The R peak's time from the first sample.", type: .float64,
            unit: .second, method: detection, bounds: .nonNegative),
          FeatureColumn(
            "type", "Type",
            "The beat's type as a WFDB annotation code: of detected beats N normal, V ventricular, / "
              + "paced, | artefact.",
            type: .text, unit: .none, method: classification),
        ])
    ],
    settings: .beats)

  /// The feature; its settings act in the preparation.
  public init(_ context: ECGContext) {}

  public func measure(_ ecg: PreparedECG, into output: inout FeatureOutput) {
    let reason = ecg.beatFault ?? .tooFewBeats
    let rr = ecg.meanRR()
    output.append(rr.flatMap { $0.count >= 2 ? 60_000 / $0.milliseconds : nil }, else: reason)
    guard output.wants(.beats) else { return }
    for beat in ecg.beats {
      output.appendRow(
        to: .beats,
        [
          .integer(Int64(beat.sample)),
          .number(Double(beat.sample) / ecg.recording.samplingFrequency), .text(String(beat.type)),
        ])
    }
  }
}
