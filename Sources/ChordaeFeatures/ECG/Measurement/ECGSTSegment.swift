public import ChordaeCore
internal import ChordaeKernels

/// The level of each lead's ST segment.
public struct ECGSTSegment: ECGFeature {
  public static let group = FeatureGroup(
    "ecg.st", from: .ecg, [], leadColumns: figures.map(\.column), settings: .beats)

  static let figures: [LeadFigureColumn] = [
    level(.stJ, "j", "ST level at J", "At the global J point."),
    level(.stJ20, "j20", "ST level at J + 20 ms", "20 ms behind the J point."),
    level(.stJ40, "j40", "ST level at J + 40 ms", "40 ms behind the J point."),
    level(.stJ60, "j60", "ST level at J + 60 ms", "60 ms behind the J point."),
    level(.stJ80, "j80", "ST level at J + 80 ms", "80 ms behind the J point."),
    level(
      .stMiddle, "mid", "ST level at J + RR/16",
      "A sixteenth of the mean RR interval behind the J point; null without an RR interval."),
    level(
      .stEnd, "end", "ST level at J + RR/8",
      "An eighth of the mean RR interval behind the J point; null without an RR interval."),
    level(.stMinimum, "min", "Lowest ST level", "The lowest from the J point to 80 ms behind it."),
    level(
      .stMaximum, "max", "Highest ST level", "The highest from the J point to 80 ms behind it."),
    LeadFigureColumn(
      figure: .stSlope,
      column: FeatureColumn(
        "ecg.st.slope", "ST slope", "The rise from the J point to 80 ms behind it, a second.",
        unit: .millivoltPerSecond,
        method: MeasurementColumns.wave("(level at J + 80 ms - level at J) / 0.08 s"),
        missing: MeasurementColumns.missing)),
  ]

  private static func level(
    _ figure: LeadFigure, _ word: String, _ label: String, _ definition: String
  ) -> LeadFigureColumn {
    LeadFigureColumn(
      figure: figure,
      column: FeatureColumn(
        "ecg.st.\(word)", label, "In mV over the baseline. " + definition, unit: .millivolt,
        codes: [
          StandardCode(.snomedCT, "164931005", "ST elevation", .related),
          StandardCode(.snomedCT, "429622005", "ST depression", .related),
        ],
        method: MeasurementColumns.wave("value of the nearest sample less the baseline"),
        missing: MeasurementColumns.missing))
  }

  public static func needs(_ options: FeatureOptions) -> ECGNeeds { .measurements }

  /// The feature; its settings act in the preparation.
  public init(_ context: ECGContext) {}

  public func measure(_ ecg: PreparedECG, lead: Int, into output: inout FeatureOutput) {
    LeadFigureColumn.measure(Self.figures, ecg, lead: lead, into: &output)
  }
}
