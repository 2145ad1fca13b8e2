public import ChordaeCore
internal import ChordaeKernels

/// The areas between the waves of each lead and the baseline.
public struct ECGAreas: ECGFeature {
  public static let group = FeatureGroup(
    "ecg.area", from: .ecg, [], leadColumns: figures.map(\.column), settings: .beats)

  static let figures: [LeadFigureColumn] =
    [
      figure(
        .pArea, "p", "Area of P", "Of P, of its first phase where it has two: its own side only.",
        .noPWave),
      figure(
        .pPrimeArea, "p_prime", "Area of P'", "Of the second phase of P; 0 where it has one phase.",
        .noPWave),
    ] + deflections + [
      figure(
        .tArea, "t", "Area of T", "Of T, of its first phase where it has two: its own side only.",
        .noTWave),
      figure(
        .tPrimeArea, "t_prime", "Area of T'", "Of the second phase of T; 0 where it has one phase.",
        .noTWave),
      figure(
        .pNetArea, "p_net", "Net area of P", "From P onset to offset, below the baseline negative.",
        .noPWave),
      figure(
        .qrsNetArea, "qrs_net", "Net area of QRS",
        "From QRS onset to the J point, below the baseline negative.", nil),
      figure(
        .tNetArea, "t_net", "Net area of T", "From T onset to offset, below the baseline negative.",
        .noTWave),
    ]

  private static let deflections = [
    (LeadFigure.qArea, "q", "Q"), (.rArea, "r", "R"), (.sArea, "s", "S"),
    (.rPrimeArea, "r_prime", "R'"), (.sPrimeArea, "s_prime", "S'"),
  ].map { figure, word, name in
    Self.figure(
      figure, word, "Area of \(name)",
      "Of \(name), negative below the baseline; 0 where the complex has none.", nil)
  }

  private static func figure(
    _ figure: LeadFigure, _ word: String, _ label: String, _ definition: String,
    _ reason: MissingReason?
  ) -> LeadFigureColumn {
    LeadFigureColumn(
      figure: figure,
      column: FeatureColumn(
        "ecg.area.\(word)", label, "Between the signal and the baseline. " + definition,
        unit: .millivoltMilliseconds,
        method: MeasurementColumns.wave(
          "sum of (sample - baseline) times 1000 / sampling frequency"),
        missing: MeasurementColumns.missing + (reason.map { [$0] } ?? [])))
  }

  public static func needs(_ options: FeatureOptions) -> ECGNeeds { .measurements }

  /// The feature; its settings act in the preparation.
  public init(_ context: ECGContext) {}

  public func measure(_ ecg: PreparedECG, lead: Int, into output: inout FeatureOutput) {
    LeadFigureColumn.measure(Self.figures, ecg, lead: lead, into: &output)
  }
}
