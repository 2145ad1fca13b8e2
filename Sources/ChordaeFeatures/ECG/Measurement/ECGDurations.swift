public import ChordaeCore
internal import ChordaeKernels

/// How long the waves of each lead last, and when they peak.
public struct ECGDurations: ECGFeature {
  public static let group = FeatureGroup(
    "ecg.duration", from: .ecg, [], leadColumns: figures.map(\.column), settings: .beats)

  static let figures: [LeadFigureColumn] =
    [
      figure(.pDuration, "p", "Duration of P", phase("P"), .noPWave),
      figure(.pPrimeDuration, "p_prime", "Duration of P'", second("P"), .noPWave),
    ] + deflections + [
      figure(.tDuration, "t", "Duration of T", phase("T"), .noTWave),
      figure(.tPrimeDuration, "t_prime", "Duration of T'", second("T"), .noTWave),
      figure(
        .pPeakTime, "p_intrinsicoid", "P onset to peak",
        "From P onset to the peak of its larger phase.", .noPWave),
      figure(
        .rPeakTime, "qrs_intrinsicoid", "Ventricular activation time",
        "From QRS onset to the peak of R, or of R' where that is higher.", .noDeflection),
      figure(
        .tPeakTime, "t_intrinsicoid", "T onset to peak",
        "From T onset to the peak of its larger phase.", .noTWave),
    ]

  private static let deflections = [
    (LeadFigure.qDuration, "q", "Q"), (.rDuration, "r", "R"), (.sDuration, "s", "S"),
    (.rPrimeDuration, "r_prime", "R'"), (.sPrimeDuration, "s_prime", "S'"),
  ].map { figure, word, name in
    Self.figure(
      figure, word, "Duration of \(name)",
      "How long the signal stays on the side of \(name), 10 uV and more from the baseline; 0 where the "
        + "complex has none.", nil)
  }

  private static func phase(_ wave: String) -> String {
    "From onset to offset of \(wave) by the global marks; of its first phase where it has two, as long as "
      + "that is on its side of the baseline."
  }

  private static func second(_ wave: String) -> String {
    "How long the second phase of \(wave) is on its side of the baseline; 0 where it has one phase."
  }

  private static func figure(
    _ figure: LeadFigure, _ word: String, _ label: String, _ definition: String,
    _ reason: MissingReason?
  ) -> LeadFigureColumn {
    LeadFigureColumn(
      figure: figure,
      column: FeatureColumn(
        "ecg.duration.\(word)", label, definition, unit: .millisecond,
        method: MeasurementColumns.wave("samples of the wave over the sampling frequency"),
        bounds: .nonNegative, missing: MeasurementColumns.missing + (reason.map { [$0] } ?? [])))
  }

  public static func needs(_ options: FeatureOptions) -> ECGNeeds { .measurements }

  /// The feature; its settings act in the preparation.
  public init(_ context: ECGContext) {}

  public func measure(_ ecg: PreparedECG, lead: Int, into output: inout FeatureOutput) {
    LeadFigureColumn.measure(Self.figures, ecg, lead: lead, into: &output)
  }
}
