public import ChordaeCore
internal import ChordaeKernels

/// How high the waves of each lead are.
public struct ECGAmplitudes: ECGFeature {
  public static let group = FeatureGroup(
    "ecg.amplitude", from: .ecg, [], leadColumns: figures.map(\.column), settings: .beats)

  static let figures: [LeadFigureColumn] =
    [
      figure(.pOnsetAmplitude, "p_onset", "P onset", "The level at P onset.", .noPWave),
      figure(
        .pAmplitude, "p", "P", "Of P, of its first phase where it has two.", .noPWave),
      figure(
        .pPrimeAmplitude, "p_prime", "P'", "Of the second phase of P; 0 where it has one phase.",
        .noPWave),
    ] + deflections + [
      figure(
        .tAmplitude, "t", "T", "Of T, of its first phase where it has two.", .noTWave),
      figure(
        .tPrimeAmplitude, "t_prime", "T'", "Of the second phase of T; 0 where it has one phase.",
        .noTWave),
      figure(.tOffsetAmplitude, "t_offset", "T offset", "The level at T offset.", .noTWave),
      figure(
        .qrsPeakToPeak, "qrs_peak_to_peak", "QRS peak to peak",
        "The highest less the lowest level from QRS onset to the J point.", nil),
    ]

  private static let deflections = [
    (LeadFigure.qAmplitude, "q", "Q"), (.rAmplitude, "r", "R"), (.sAmplitude, "s", "S"),
    (.rPrimeAmplitude, "r_prime", "R'"), (.sPrimeAmplitude, "s_prime", "S'"),
  ].map { figure, word, name in
    Self.figure(
      figure, word, name,
      "Of \(name); 0 where the complex has none. A complex without R is an S.", nil)
  }

  private static func figure(
    _ figure: LeadFigure, _ word: String, _ name: String, _ definition: String,
    _ reason: MissingReason?
  ) -> LeadFigureColumn {
    LeadFigureColumn(
      figure: figure,
      column: FeatureColumn(
        "ecg.amplitude.\(word)", "Amplitude of \(name)", "In mV over the baseline. " + definition,
        unit: .millivolt,
        method: MeasurementColumns.wave("value at the peak less the baseline"),
        missing: MeasurementColumns.missing + (reason.map { [$0] } ?? [])))
  }

  public static func needs(_ options: FeatureOptions) -> ECGNeeds { .measurements }

  /// The feature; its settings act in the preparation.
  public init(_ context: ECGContext) {}

  public func measure(_ ecg: PreparedECG, lead: Int, into output: inout FeatureOutput) {
    LeadFigureColumn.measure(Self.figures, ecg, lead: lead, into: &output)
  }
}
